package io.github.llmspring.catalog;

/**
 * Prices of requests that are longer than others.
 *
 * @param above most input tokens of a request that still costs less
 * @param prices the prices of all tokens of a longer request and its answer; where they
 * say nothing, those of shorter ones hold
 */
public record PriceTier(long above, TokenPrices prices) {

	public PriceTier {
		if (above < 0) {
			throw new IllegalArgumentException("A tier begins below 0 tokens");
		}
	}

}
