package io.github.llmspring.catalog;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

import io.github.llmspring.Cost;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs: prices of tokens, and for some models higher ones where a request
 * is long.
 */
public final class Prices {

	private final TokenPrices base;

	private final List<PriceTier> tiers;

	private final Rates baseRates;

	private final Rates[] tierRates;

	private Prices(TokenPrices base, List<PriceTier> tiers) {
		this.base = base;
		this.tiers = tiers.isEmpty() ? List.of()
				: tiers.stream().sorted(Comparator.comparingLong(PriceTier::above)).toList();
		this.baseRates = Rates.of(base);
		this.tierRates = new Rates[this.tiers.size()];
		for (int i = 0; i < this.tierRates.length; i++) {
			this.tierRates[i] = Rates.of(this.tiers.get(i).prices().orElse(base));
		}
	}

	/**
	 * Prices that are the same for all requests.
	 * @param base the prices of a million tokens
	 * @return the prices
	 */
	public static Prices of(TokenPrices base) {
		return of(base, List.of());
	}

	/**
	 * Prices that depend on the length of a request.
	 * @param base the prices of a million tokens
	 * @param tiers the prices of longer requests
	 * @return the prices
	 */
	public static Prices of(TokenPrices base, List<PriceTier> tiers) {
		return new Prices(base, tiers);
	}

	/**
	 * Prices of a million tokens of a request that is not long.
	 * @return the prices
	 */
	public TokenPrices base() {
		return this.base;
	}

	/**
	 * Prices of longer requests.
	 * @return the tiers, the shortest first, none where all requests cost the same
	 */
	public List<PriceTier> tiers() {
		return this.tiers;
	}

	/**
	 * These prices, completed with others where these say nothing. Tiers belong to the
	 * prices that they raise: those of the others hold only where these have no prices of
	 * their own for input and output.
	 * @param defaults the prices to fall back on
	 * @return the completed prices
	 */
	public Prices orElse(Prices defaults) {
		boolean own = this.base.input() != null || this.base.output() != null || !this.tiers.isEmpty();
		return new Prices(this.base.orElse(defaults.base), own ? this.tiers : defaults.tiers);
	}

	/**
	 * Cost of a call.
	 * @param usage the tokens that it used
	 * @return the exact cost, {@code null} where a count or a price that matters is not
	 * known
	 */
	public @Nullable Cost cost(Usage usage) {
		Long input = usage.inputTokens();
		if (input == null) {
			return null;
		}
		Rates rates = rates(input);
		Long made = usage.outputTokens();
		if (made == null && !rates.makesNothing()) {
			return null;
		}
		long output = (made != null) ? made : 0;
		long cached = part(usage.cachedInputTokens(), input);
		long written = part(usage.cacheWriteTokens(), input - cached);
		long thought = part(usage.reasoningTokens(), output);
		try {
			long cost = rates.cost(input - cached - written, cached, written, output - thought, thought);
			return (cost < 0) ? null : Cost.usd(BigDecimal.valueOf(cost, Rates.DIGITS));
		}
		catch (ArithmeticException ex) {
			// a count that no service can mean
			return null;
		}
	}

	private static long part(@Nullable Long tokens, long all) {
		return (tokens != null) ? Math.max(0, Math.min(tokens, all)) : 0;
	}

	/**
	 * Cost of a request that was not sent yet.
	 * @param inputTokens the tokens that it probably has
	 * @param outputTokens the tokens that its answer probably has
	 * @return dollars of the United States, {@code NaN} where a price is not known that
	 * it needs
	 */
	public double estimate(long inputTokens, long outputTokens) {
		Rates rates = rates(inputTokens);
		if (rates.input() < 0 || (outputTokens > 0 && rates.makesNothing())) {
			return Double.NaN;
		}
		double output = (outputTokens > 0) ? (double) rates.output() * outputTokens : 0;
		return ((double) rates.input() * inputTokens + output) * 1e-12;
	}

	private Rates rates(long inputTokens) {
		for (int i = this.tierRates.length - 1; i >= 0; i--) {
			if (inputTokens > this.tiers.get(i).above()) {
				return this.tierRates[i];
			}
		}
		return this.baseRates;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Prices that && this.base.equals(that.base) && this.tiers.equals(that.tiers);
	}

	@Override
	public int hashCode() {
		return this.base.hashCode();
	}

	@Override
	public String toString() {
		return "Prices[" + this.base + ", " + this.tiers + "]";
	}

}
