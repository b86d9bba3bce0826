package io.github.llmspring.budget;

import java.util.Map;

import io.github.llmspring.Cost;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange with a service used up, whether it answered or not.
 *
 * @param address the provider and the model
 * @param route the route that chose them, or {@code null} where none did
 * @param tags the caller's tags
 * @param usage the tokens as far as they are known
 * @param cost what they cost, or {@code null} where that is not known
 * @param estimated whether tokens and cost are a guess, as those of an exchange that was
 * cancelled before the service told
 */
public record Spent(ModelAddress address, @Nullable String route, Map<String, String> tags, Usage usage,
		@Nullable Cost cost, boolean estimated) {

}
