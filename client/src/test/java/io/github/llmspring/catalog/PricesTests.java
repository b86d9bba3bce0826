package io.github.llmspring.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Cost;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link Prices}.
 */
class PricesTests {

	private static final Prices ALL = Prices.of(prices("3", "15", "0.3", "3.75", "20"));

	private static final Prices TIERED = Prices.of(prices("1.25", "10", "0.125", null, null),
			List.of(new PriceTier(500_000, prices("5", "30", null, null, null)),
					new PriceTier(200_000, prices("2.5", "15", "0.25", null, null))));

	@Test
	void inputAndOutputHavePricesOfTheirOwn() {
		assertThat(ALL.cost(usage(1_000_000, null, null, 0L, null))).isEqualTo(Cost.usd("3"));
		assertThat(ALL.cost(usage(0, null, null, 1_000_000L, null))).isEqualTo(Cost.usd("15"));
	}

	@Test
	void cachedAndWrittenTokensAreAPartOfTheInput() {
		// 700 plain, 200 read, 100 written
		assertThat(ALL.cost(usage(1_000, 200L, 100L, 0L, null))).isEqualTo(Cost.usd("0.002535"));
	}

	@Test
	void reasoningIsAPartOfTheOutput() {
		assertThat(ALL.cost(usage(0, null, null, 1_000L, 400L))).isEqualTo(Cost.usd("0.017"));
	}

	@Test
	void whatHasNoPriceOfItsOwnCostsWhatOthersCost() {
		Prices plain = Prices.of(TokenPrices.of("3", "15"));
		assertThat(plain.cost(usage(1_000, 200L, 100L, 1_000L, 400L))).isEqualTo(Cost.usd("0.018"));
	}

	@Test
	void longRequestsCostTheirTierForAllTokens() {
		assertThat(TIERED.cost(usage(200_000, null, null, 1_000L, null))).isEqualTo(Cost.usd("0.26"));
		assertThat(TIERED.cost(usage(200_001, null, null, 1_000L, null))).isEqualTo(Cost.usd("0.5150025"));
		assertThat(TIERED.cost(usage(500_001, null, null, 1_000L, null))).isEqualTo(Cost.usd("2.530005"));
	}

	@Test
	void whereATierSaysNothingThePriceOfShorterRequestsHolds() {
		assertThat(TIERED.cost(usage(600_000, 600_000L, null, 0L, null))).isEqualTo(Cost.usd("0.075"));
	}

	@Test
	void unknownCountsMakeNoCost() {
		assertThat(ALL.cost(Usage.UNKNOWN)).isNull();
		assertThat(ALL.cost(usage(10, null, null, null, null))).isNull();
		assertThat(ALL.cost(new Usage(null, null, null, 10L, null, Map.of()))).isNull();
	}

	@Test
	void vectorsNeedNoPriceOfOutput() {
		Prices vectors = Prices.of(prices("0.02", null, null, null, null));
		assertThat(vectors.cost(usage(1_000_000, null, null, null, null))).isEqualTo(Cost.usd("0.02"));
		assertThat(vectors.cost(usage(1_000_000, null, null, 1L, null))).isNull();
	}

	@Test
	void unknownPriceOfInputMakesNoCost() {
		assertThat(Prices.of(prices(null, "15", null, null, null)).cost(usage(10, null, null, 10L, null))).isNull();
	}

	@Test
	void partsLargerThanTheWholeAreTheWhole() {
		assertThat(ALL.cost(usage(1_000, 5_000L, 5_000L, 0L, null))).isEqualTo(Cost.usd("0.0003"));
		assertThat(ALL.cost(usage(1_000, -5L, null, 0L, null))).isEqualTo(Cost.usd("0.003"));
	}

	@Test
	void absurdCountsMakeNoCostInsteadOfAWrongOne() {
		assertThat(ALL.cost(usage(Long.MAX_VALUE, null, null, 1L, null))).isNull();
	}

	@Test
	void costIsExactToTheLastDigitOfThePrice() {
		Prices nova = Prices.of(prices("0.035", "0.14", "0.00875", null, null));
		assertThat(nova.cost(usage(7, 3L, null, 1L, null))).isEqualTo(Cost.usd("0.00000030625"));
	}

	@Test
	void estimateIsTheCostOfThatManyTokens() {
		assertThat(TIERED.estimate(200_001, 1_000)).isCloseTo(0.5150025, within(1e-12));
		assertThat(Prices.of(prices(null, "1", null, null, null)).estimate(1, 1)).isNaN();
	}

	@Test
	void estimateOfAnAnswerNeedsThePriceOfOutput() {
		Prices inputOnly = Prices.of(prices("2", null, null, null, null));
		assertThat(inputOnly.estimate(1_000, 1)).isNaN();
		assertThat(inputOnly.estimate(1_000, 0)).isCloseTo(0.002, within(1e-12));
	}

	@Test
	void pricesAreNotBelowZero() {
		assertThatIllegalArgumentException().isThrownBy(() -> TokenPrices.of("-1", "2"))
			.withMessageContaining("below 0");
	}

	@Test
	void ownPricesWinAndTiersGoWithThePricesThatTheyRaise() {
		Prices own = Prices.of(prices("1", null, null, null, null)).orElse(TIERED);
		assertThat(own.base()).isEqualTo(prices("1", "10", "0.125", null, null));
		assertThat(own.tiers()).isEmpty();
		Prices cacheOnly = Prices.of(prices(null, null, "0.1", null, null)).orElse(TIERED);
		assertThat(cacheOnly.tiers()).hasSize(2);
	}

	private static Usage usage(long input, @Nullable Long cached, @Nullable Long written, @Nullable Long output,
			@Nullable Long reasoning) {
		return new Usage(input, cached, written, output, reasoning, Map.of());
	}

	static TokenPrices prices(@Nullable String input, @Nullable String output, @Nullable String cached,
			@Nullable String written, @Nullable String reasoning) {
		return new TokenPrices(price(input), price(output), price(cached), price(written), price(reasoning));
	}

	private static @Nullable BigDecimal price(@Nullable String text) {
		return (text != null) ? new BigDecimal(text) : null;
	}

}
