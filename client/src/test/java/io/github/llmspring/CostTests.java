package io.github.llmspring;

import java.math.BigDecimal;
import java.util.Currency;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CostTests {

	@Test
	void trailingZerosDoNotCount() {
		assertThat(Cost.usd("0.500")).isEqualTo(Cost.usd("0.5")).hasSameHashCodeAs(Cost.usd("0.50"));
	}

	@Test
	void textNeedsNoExponent() {
		assertThat(Cost.usd("0.000000050")).hasToString("0.00000005 USD");
		assertThat(Cost.usd("100")).hasToString("100 USD");
	}

	@Test
	void sumIsExact() {
		assertThat(Cost.usd("0.1").plus(Cost.usd("0.2"))).isEqualTo(Cost.usd("0.3"));
	}

	@Test
	void sumOfTwoCurrenciesIsUnknown() {
		assertThat(Cost.usd("1").plus(new Cost(BigDecimal.ONE, Currency.getInstance("EUR")))).isNull();
	}

	@Test
	void sumWithAnUnknownCostIsUnknown() {
		assertThat(Cost.sum(Cost.usd("1"), null)).isNull();
		assertThat(Cost.sum(null, Cost.usd("1"))).isNull();
	}

	@Test
	void costBelowZeroIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> Cost.usd("-0.1")).withMessageContaining("-0.1");
	}

}
