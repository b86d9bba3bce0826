package io.github.llmspring.routing;

import io.github.llmspring.EmbeddingProvider;
import org.jspecify.annotations.Nullable;

/**
 * A provider of vectors as it can be addressed.
 *
 * @param id the id that addresses begin with
 * @param provider the provider
 * @param model the model that is asked where an address names only the provider;
 * {@code null} where the provider has no default
 * @param found whether nobody configured it: it answers where its id is named, and where
 * nothing else is there, but makes no choice necessary
 */
public record EmbeddingEntry(String id, EmbeddingProvider provider, @Nullable String model,
		boolean found) implements AddressBook.Entry {
}
