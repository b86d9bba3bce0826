package io.github.llmspring.budget;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Cost;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import io.github.llmspring.budget.Spending.Sum;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpendingLedgerTests {

	private Instant now = Instant.parse("2026-11-27T23:59:00Z");

	private final SpendingLedger ledger = new SpendingLedger(() -> this.now, 3);

	private void spend(String address, @Nullable String route, Map<String, String> tags, @Nullable Cost cost) {
		this.ledger.spent(new Spent(ModelAddress.parse(address), route, tags,
				new Usage(10L, 5L, null, 4L, 1L, Map.of()), cost, false));
	}

	private void spend(String address) {
		spend(address, null, Map.of(), Cost.usd("0.1"));
	}

	@Test
	void spendingIsToldByProviderModelRouteAndTag() {
		spend("a/m", "smart", Map.of("job", "nightly", "team", "search"), Cost.usd("0.1"));
		spend("a/n", null, Map.of("job", "daily"), Cost.usd("0.2"));
		Spending today = this.ledger.today();
		assertThat(today.total()).isEqualTo(new Sum(2, 20, 10, 8, 2, List.of(Cost.usd("0.3")), 0, 0));
		assertThat(today.providers()).containsOnlyKeys("a").containsEntry("a", today.total());
		assertThat(today.models()).containsOnlyKeys("a/m", "a/n");
		assertThat(today.routes()).containsOnlyKeys("smart");
		assertThat(today.tags()).containsOnlyKeys("job", "team");
		assertThat(today.tags().get("job")).containsOnlyKeys("nightly", "daily");
		assertThat(today.tags().get("job").get("daily").costs()).containsExactly(Cost.usd("0.2"));
	}

	@Test
	void unknownCostIsCountedAndNotTakenForZero() {
		spend("a/m", null, Map.of(), null);
		assertThat(this.ledger.today().total().costs()).isEmpty();
		assertThat(this.ledger.today().total().withoutCost()).isEqualTo(1);
	}

	@Test
	void dayEndsAtMidnightAndTheMonthGoesOn() {
		spend("a/m");
		this.now = Instant.parse("2026-11-28T00:00:00Z");
		spend("a/m");
		assertThat(this.ledger.today().since()).isEqualTo("2026-11-28T00:00:00Z");
		assertThat(this.ledger.today().total().costs()).containsExactly(Cost.usd("0.1"));
		assertThat(this.ledger.thisMonth().since()).isEqualTo("2026-11-01T00:00:00Z");
		assertThat(this.ledger.thisMonth().total().costs()).containsExactly(Cost.usd("0.2"));
	}

	@Test
	void monthEndsEvenIfNobodyLooked() {
		spend("a/m");
		this.now = Instant.parse("2027-01-15T12:00:00Z");
		assertThat(this.ledger.today().total().exchanges()).isZero();
		assertThat(this.ledger.thisMonth().since()).isEqualTo("2027-01-01T00:00:00Z");
		assertThat(this.ledger.thisMonth().total().exchanges()).isZero();
	}

	@Test
	void whatThereIsNoRoomForIsCountedTogether() {
		for (int i = 0; i < 50; i++) {
			spend("a/m" + i, null, Map.of("user", "u" + i, "name" + i, "x"), Cost.usd("1"));
		}
		Spending today = this.ledger.today();
		assertThat(today.models()).containsOnlyKeys("a/m0", "a/m1", "a/m2", SpendingLedger.OTHERS);
		assertThat(today.models().get(SpendingLedger.OTHERS).costs()).containsExactly(Cost.usd("47"));
		assertThat(today.tags().values().stream().mapToInt(Map::size).sum()).isLessThan(7);
		assertThat(today.total().costs()).containsExactly(Cost.usd("50"));
	}

}
