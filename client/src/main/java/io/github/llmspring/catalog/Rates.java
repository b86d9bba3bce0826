package io.github.llmspring.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

/**
 * Prices of single tokens in whole units of 10^-12 dollars, made once and then only
 * multiplied. What is finer than 10^-6 dollars for a million tokens is rounded.
 *
 * @param input price of a token sent, -1 where it is not known
 * @param cachedInput price of a token read from a cache
 * @param cacheWrite price of a token written to a cache
 * @param output price of a token made, -1 where it is not known
 * @param reasoning price of a token thought
 */
record Rates(long input, long cachedInput, long cacheWrite, long output, long reasoning) {

	static final int DIGITS = 12;

	private static final long UNKNOWN = -1;

	static Rates of(TokenPrices prices) {
		long input = rate(prices.input(), UNKNOWN);
		long output = rate(prices.output(), UNKNOWN);
		return new Rates(input, rate(prices.cachedInput(), input), rate(prices.cacheWrite(), input), output,
				rate(prices.reasoning(), output));
	}

	private static long rate(@Nullable BigDecimal perMillion, long otherwise) {
		return (perMillion != null) ? perMillion.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact()
				: otherwise;
	}

	boolean makesNothing() {
		return this.output == UNKNOWN;
	}

	/**
	 * Cost of tokens.
	 * @return units of 10^-12 dollars, or -1 where a price is not known
	 * @throws ArithmeticException if there are more tokens than can be
	 */
	long cost(long plain, long cached, long written, long made, long thought) {
		if (isUnknown(plain, this.input) || isUnknown(cached, this.cachedInput) || isUnknown(written, this.cacheWrite)
				|| isUnknown(made, this.output) || isUnknown(thought, this.reasoning)) {
			return UNKNOWN;
		}
		long input = Math.addExact(Math.multiplyExact(plain, this.input), Math
			.addExact(Math.multiplyExact(cached, this.cachedInput), Math.multiplyExact(written, this.cacheWrite)));
		long output = Math.addExact(Math.multiplyExact(made, this.output), Math.multiplyExact(thought, this.reasoning));
		return Math.addExact(input, output);
	}

	private static boolean isUnknown(long tokens, long rate) {
		return tokens > 0 && rate == UNKNOWN;
	}

}
