package io.github.llmspring.catalog;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What a million tokens cost, in dollars of the United States.
 *
 * @param input price of tokens sent, or {@code null} where it is not known
 * @param output price of tokens made, or {@code null} where it is not known or nothing is
 * made, as by a model of vectors
 * @param cachedInput price of tokens read from the service's cache, or {@code null} where
 * they cost what others cost
 * @param cacheWrite price of tokens written to the service's cache, or {@code null} where
 * they cost what others cost
 * @param reasoning price of tokens thought, or {@code null} where they cost what other
 * tokens made cost
 */
public record TokenPrices(@Nullable BigDecimal input, @Nullable BigDecimal output, @Nullable BigDecimal cachedInput,
		@Nullable BigDecimal cacheWrite, @Nullable BigDecimal reasoning) {

	public TokenPrices {
		for (BigDecimal price : new BigDecimal[] { input, output, cachedInput, cacheWrite, reasoning }) {
			if (price != null && price.signum() < 0) {
				throw new IllegalArgumentException("A price is below 0: " + price.toPlainString());
			}
		}
	}

	/**
	 * Prices of a model without a cache.
	 * @param input price of tokens sent
	 * @param output price of tokens made
	 * @return the prices
	 */
	public static TokenPrices of(String input, String output) {
		return new TokenPrices(new BigDecimal(input), new BigDecimal(output), null, null, null);
	}

	/**
	 * These prices, completed with others where these say nothing.
	 * @param defaults the prices to fall back on
	 * @return the completed prices
	 */
	public TokenPrices orElse(TokenPrices defaults) {
		return new TokenPrices(first(this.input, defaults.input), first(this.output, defaults.output),
				first(this.cachedInput, defaults.cachedInput), first(this.cacheWrite, defaults.cacheWrite),
				first(this.reasoning, defaults.reasoning));
	}

	private static @Nullable BigDecimal first(@Nullable BigDecimal price, @Nullable BigDecimal other) {
		return (price != null) ? price : other;
	}

}
