package io.github.llmspring.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.llmspring.Cost;
import io.github.llmspring.budget.BudgetClaim.State;
import io.github.llmspring.budget.BudgetSharing.Others;
import io.github.llmspring.budget.BudgetSharing.Own;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * How much of a budget is reserved besides what is spent, and who waits for it.
 * <p>
 * A claim is granted while anything is left that is neither spent nor reserved, even if
 * it is less than the claim: so as long as no call costs more than it reserved, one call
 * at most goes beyond the limit. Where nothing is left but what others have reserved, a
 * claim waits until they know what they spent. Amounts are in billionths.
 */
final class BudgetAccount {

	private static final Duration BEAT = Duration.ofSeconds(10);

	private static final Duration BEAT_OF_WAITERS = Duration.ofMillis(200);

	private final Budget budget;

	private final @Nullable BudgetSharing sharing;

	private final BudgetClock clock;

	private final Consumer<BudgetWarning> warnings;

	private final Deque<BudgetClaim> waiting = new ArrayDeque<>();

	private final BudgetPage page;

	private long reserved;

	private long reservedByOthers;

	private long number;

	private boolean asking;

	private @Nullable Beat beat;

	BudgetAccount(Budget budget, @Nullable BudgetSharing sharing, BudgetClock clock, Consumer<BudgetWarning> warnings) {
		this.budget = budget;
		this.sharing = sharing;
		this.clock = clock;
		this.warnings = warnings;
		this.page = new BudgetPage(budget, clock.now().instant());
	}

	Budget budget() {
		return this.budget;
	}

	/**
	 * Units of a cost, 0 where it is in another currency.
	 */
	long units(Cost cost) {
		return BudgetPage.units(this.budget, cost);
	}

	/**
	 * Enters a claim, unless it was taken back before.
	 * @return what became of it at once
	 */
	State enter(BudgetClaim claim) {
		Work work = new Work();
		State atOnce;
		synchronized (this) {
			if (claim.state() != State.WAITING) {
				return claim.state();
			}
			this.waiting.add(claim);
			serve(work);
			atOnce = claim.state();
		}
		work.decided.remove(claim);
		work.run();
		return atOnce;
	}

	/**
	 * Takes a claim back, in whatever state.
	 */
	void leave(BudgetClaim claim) {
		Work work = new Work();
		synchronized (this) {
			State before = claim.state();
			claim.state(State.OVER);
			if (before == State.WAITING) {
				this.waiting.remove(claim);
			}
			else if (before == State.GRANTED) {
				release(claim, work);
			}
			serve(work);
		}
		work.run();
	}

	private void release(BudgetClaim claim, Work work) {
		this.reserved -= claim.amount();
		tell(work);
	}

	/**
	 * Adds a cost to what is spent. Where calls are rejected it is told to others when
	 * the call gives its claim back.
	 */
	void charge(Cost cost) {
		Work work = new Work();
		synchronized (this) {
			turnPage();
			this.page.add(cost);
			if (this.budget.whenSpent() != Budget.WhenSpent.REJECT) {
				tell(work);
			}
			watch(work);
		}
		work.run();
	}

	/**
	 * Learns what the others have spent.
	 */
	void refresh() {
		Work work = new Work();
		synchronized (this) {
			turnPage();
			tell(work);
		}
		work.run();
	}

	synchronized boolean isSpent() {
		turnPage();
		return this.page.left() <= 0;
	}

	synchronized BudgetState state() {
		turnPage();
		return this.page.state();
	}

	private void turnPage() {
		this.page.turn(this.clock.now().instant());
	}

	/**
	 * Serves who is first until somebody has to wait.
	 */
	private void serve(Work work) {
		turnPage();
		while (!this.waiting.isEmpty() && !this.asking) {
			BudgetClaim first = this.waiting.element();
			if (this.page.left() <= 0) {
				decide(State.REFUSED, work);
			}
			else if (this.page.left() <= this.reserved + this.reservedByOthers) {
				break;
			}
			else if (this.sharing != null) {
				this.reserved += first.amount();
				this.asking = true;
				ask(this.sharing, first, work);
			}
			else {
				this.reserved += first.amount();
				decide(State.GRANTED, work);
			}
		}
		keepTime();
	}

	private void decide(State state, Work work) {
		BudgetClaim first = this.waiting.remove();
		first.state(state);
		work.decided.add(first);
	}

	private void ask(BudgetSharing sharing, BudgetClaim claim, Work work) {
		Instant period = this.page.since();
		Own own = new Own(++this.number, this.page.spent(), this.reserved, claim.amount());
		work.messages.add(() -> sharing.tell(this.budget, period, own)
			.whenComplete((others, failure) -> answered(claim, period, others)));
	}

	/**
	 * Takes an answer to a claim; without one this application decides alone.
	 */
	private void answered(BudgetClaim claim, Instant period, @Nullable Others others) {
		Work work = new Work();
		synchronized (this) {
			this.asking = false;
			learn(period, others, work);
			boolean granted = others == null || others.granted();
			if (!granted) {
				this.reserved -= claim.amount();
			}
			else if (claim.state() == State.WAITING) {
				decide(State.GRANTED, work);
			}
			else {
				release(claim, work);
			}
			serve(work);
		}
		work.run();
	}

	private void learn(Instant period, @Nullable Others others, Work work) {
		turnPage();
		if (others != null && period.equals(this.page.since())) {
			this.page.spentByOthers(others.spent());
			this.reservedByOthers = others.reserved();
			watch(work);
		}
	}

	private void tell(Work work) {
		if (this.sharing == null) {
			return;
		}
		BudgetSharing shared = this.sharing;
		Instant period = this.page.since();
		Own own = new Own(++this.number, this.page.spent(), this.reserved, 0);
		work.messages
			.add(() -> shared.tell(this.budget, period, own).whenComplete((others, failure) -> told(period, others)));
	}

	private void told(Instant period, @Nullable Others others) {
		Work work = new Work();
		synchronized (this) {
			learn(period, others, work);
			serve(work);
		}
		work.run();
	}

	private void watch(Work work) {
		BudgetWarning warning = this.page.warning();
		work.warning = (warning != null) ? warning : work.warning;
	}

	/**
	 * Lets others know of what is reserved as long as it is, and asks after what they
	 * have reserved, soon, as long as somebody waits for it.
	 */
	private void keepTime() {
		boolean soon = !this.waiting.isEmpty() && !this.asking;
		if (this.sharing == null || (this.reserved == 0 && !soon)) {
			return;
		}
		Beat before = this.beat;
		if (before == null || (soon && !before.soon())) {
			this.beat = new Beat(soon, before);
		}
	}

	/**
	 * The next time at which others are told and asked.
	 */
	private final class Beat implements Runnable {

		private final boolean soon;

		private final Disposable timer;

		/**
		 * Beat in place of another one.
		 */
		Beat(boolean soon, @Nullable Beat before) {
			if (before != null) {
				before.timer.dispose();
			}
			this.soon = soon;
			Duration wait = soon ? BEAT_OF_WAITERS : BEAT;
			this.timer = BudgetAccount.this.clock.scheduler().schedule(this, wait.toMillis(), TimeUnit.MILLISECONDS);
		}

		boolean soon() {
			return this.soon;
		}

		@Override
		public void run() {
			BudgetAccount account = BudgetAccount.this;
			Work work = new Work();
			synchronized (account) {
				if (account.beat != this) {
					return;
				}
				account.beat = null;
				turnPage();
				if (account.reserved != 0 || !account.waiting.isEmpty()) {
					tell(work);
				}
				serve(work);
			}
			work.run();
		}

	}

	/**
	 * What is to be done once nothing is locked any more.
	 */
	private final class Work {

		private final List<BudgetClaim> decided = new ArrayList<>(1);

		private final List<Runnable> messages = new ArrayList<>(1);

		private @Nullable BudgetWarning warning;

		void run() {
			this.messages.forEach(Runnable::run);
			Scheduler scheduler = BudgetAccount.this.clock.scheduler();
			this.decided.forEach((claim) -> scheduler.schedule(claim.decided()));
			if (this.warning != null) {
				BudgetAccount.this.warnings.accept(this.warning);
			}
		}

	}

}
