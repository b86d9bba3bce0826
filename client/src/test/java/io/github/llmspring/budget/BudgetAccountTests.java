package io.github.llmspring.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.Cost;
import io.github.llmspring.budget.BudgetClaim.State;
import io.github.llmspring.budget.BudgetSharing.Others;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BudgetAccount} of a dollar, in virtual time.
 */
class BudgetAccountTests {

	private static final long DOLLAR = 1_000_000_000;

	private static final Others NOTHING_RESERVED = new Others(true, 0, 0);

	private static final Others ALL_RESERVED = new Others(false, 0, DOLLAR);

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final List<String> decided = new ArrayList<>();

	private Others others = NOTHING_RESERVED;

	private int told;

	private BudgetAccount account(@Nullable BudgetSharing sharing) {
		Budget budget = new Budget("all", Cost.usd("1"), BudgetPeriod.DAY, Budget.Scope.EVERYTHING,
				Budget.WhenSpent.REJECT);
		BudgetClock clock = new BudgetClock(this.scheduler,
				() -> Instant.ofEpochMilli(this.scheduler.now(TimeUnit.MILLISECONDS)));
		return new BudgetAccount(budget, sharing, clock, (warning) -> {
		});
	}

	private BudgetAccount shared() {
		return account((budget, since, own) -> {
			this.told++;
			return CompletableFuture.completedFuture(this.others);
		});
	}

	private BudgetClaim claim(String name, long amount) {
		return new BudgetClaim(amount, () -> this.decided.add(name));
	}

	@Test
	void whoeverGivesUpBeforeEnteringReservesNothing() {
		BudgetAccount account = account(null);
		BudgetClaim given = claim("given up", DOLLAR);
		account.leave(given);
		assertThat(account.enter(given)).isEqualTo(State.OVER);
		assertThat(account.enter(claim("next", DOLLAR))).isEqualTo(State.GRANTED);
	}

	@Test
	void whoeverWaitsForOthersAsksThemFiveTimesASecondEvenIfACallIsUnderWay() {
		BudgetAccount account = shared();
		account.enter(claim("under way", DOLLAR / 10));
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		this.others = ALL_RESERVED;
		account.enter(claim("waiting", DOLLAR / 10));
		this.scheduler.advanceTimeBy(Duration.ofMillis(400));
		assertThat(this.decided).containsExactly("under way");
		this.others = NOTHING_RESERVED;
		this.scheduler.advanceTimeBy(Duration.ofMillis(200));
		assertThat(this.decided).containsExactly("under way", "waiting");
	}

	@Test
	void whileNobodyWaitsOthersAreToldEveryTenSeconds() {
		BudgetAccount account = shared();
		BudgetClaim claim = claim("under way", DOLLAR / 10);
		account.enter(claim);
		this.others = ALL_RESERVED;
		BudgetClaim waiting = claim("waiting", DOLLAR / 10);
		account.enter(waiting);
		account.leave(waiting);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		int before = this.told;
		this.scheduler.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(this.told - before).isEqualTo(3);
		account.leave(claim);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(30));
		before = this.told;
		this.scheduler.advanceTimeBy(Duration.ofMinutes(5));
		assertThat(this.told).isEqualTo(before);
	}

}
