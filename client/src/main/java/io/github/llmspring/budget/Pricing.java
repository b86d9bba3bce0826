package io.github.llmspring.budget;

import io.github.llmspring.Cost;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Knows what models cost. It is asked for every call, so it answers at once.
 */
@FunctionalInterface
public interface Pricing {

	/**
	 * Knows no price, so that only what services charge by their own word is known.
	 */
	Pricing UNKNOWN = (address, usage) -> null;

	/**
	 * What a call costs.
	 * @param address the provider and the model
	 * @param usage the tokens that the call used
	 * @return the cost, or {@code null} where a price or a count that it needs is not
	 * known
	 */
	@Nullable Cost cost(ModelAddress address, Usage usage);

}
