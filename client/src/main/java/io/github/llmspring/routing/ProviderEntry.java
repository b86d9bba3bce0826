package io.github.llmspring.routing;

import io.github.llmspring.ChatProvider;
import org.jspecify.annotations.Nullable;

/**
 * A provider as it can be addressed.
 *
 * @param id the id that addresses begin with
 * @param provider the provider
 * @param model the model that is asked where an address names only the provider;
 * {@code null} where the provider has no default
 */
public record ProviderEntry(String id, ChatProvider provider, @Nullable String model) {
}
