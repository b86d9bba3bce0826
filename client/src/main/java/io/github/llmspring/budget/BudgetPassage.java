package io.github.llmspring.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through all budgets that count it, of each of which it reserves a
 * part. They are asked one after the other, always in the same order, so that no two
 * calls wait for each other.
 */
final class BudgetPassage {

	private final ModelAddress address;

	private final List<BudgetAccount> accounts;

	private final @Nullable Cost estimate;

	private final Holder holder;

	private final Queue<Held> held = new ConcurrentLinkedQueue<>();

	private volatile boolean givenUp;

	private int next;

	/**
	 * Call that has reserved nothing yet.
	 * @param address the provider and the model
	 * @param accounts the budgets that count the call
	 * @param estimate what it costs at most, or {@code null} where nobody knows
	 * @param holder learns what becomes of it
	 */
	BudgetPassage(ModelAddress address, List<BudgetAccount> accounts, @Nullable Cost estimate, Holder holder) {
		this.address = address;
		this.accounts = accounts;
		this.estimate = estimate;
		this.holder = holder;
	}

	/**
	 * Enters the next account, and those after it as long as there is no wait.
	 */
	void enter() {
		while (this.next < this.accounts.size()) {
			BudgetAccount account = this.accounts.get(this.next);
			if (account.budget().whenSpent() == Budget.WhenSpent.REJECT) {
				Held entering = new Held(account, new BudgetClaim(amount(account), this::decided));
				this.held.add(entering);
				BudgetClaim.State state = account.enter(entering.claim());
				if (this.givenUp) {
					release();
					return;
				}
				if (state != BudgetClaim.State.GRANTED) {
					if (state == BudgetClaim.State.REFUSED) {
						refuse(account);
					}
					return;
				}
			}
			this.next++;
		}
		this.holder.granted();
	}

	/**
	 * Goes on after a wait.
	 */
	private void decided() {
		if (this.givenUp) {
			return;
		}
		BudgetAccount account = this.accounts.get(this.next);
		boolean granted = this.held.stream()
			.anyMatch((held) -> held.account() == account && held.claim().state() == BudgetClaim.State.GRANTED);
		if (granted) {
			this.next++;
			enter();
		}
		else {
			refuse(account);
		}
	}

	private long amount(BudgetAccount account) {
		long limit = account.units(account.budget().limit());
		return (this.estimate != null) ? Math.min(account.units(this.estimate), limit) : limit;
	}

	private void refuse(BudgetAccount account) {
		release();
		this.holder.refused(refusal(account.state()));
	}

	private LlmException refusal(BudgetState state) {
		Budget budget = state.budget();
		Duration wait = Duration.between(Instant.now(), state.until());
		return LlmException
			.builder(Reason.BUDGET_EXCEEDED,
					"the budget '" + budget.name() + "' of " + budget.limit() + " for each " + budget.period().word()
							+ " is spent: " + state.spent() + " since " + state.since())
			.advice("It begins anew at " + state.until() + ". Raise " + budget.property() + " to spend more.")
			.provider(this.address.provider())
			.model(this.address.model())
			.retryAfter(wait.isNegative() ? Duration.ZERO : wait)
			.build();
	}

	/**
	 * Gives back what was reserved: what the call cost is known.
	 */
	void release() {
		for (Held held = this.held.poll(); held != null; held = this.held.poll()) {
			held.account().leave(held.claim());
		}
	}

	/**
	 * Ends the call, wherever it is: nobody wants it any more.
	 */
	void giveUp() {
		this.givenUp = true;
		release();
	}

	/**
	 * What an answer is to say of budgets that are spent and let calls go on.
	 */
	List<String> warnings() {
		return this.accounts.stream()
			.filter((account) -> account.budget().whenSpent() != Budget.WhenSpent.REJECT && account.isSpent())
			.map((account) -> "The budget '" + account.budget().name() + "' of " + account.budget().limit()
					+ " is spent: it begins anew at " + account.state().until() + ".")
			.toList();
	}

	/**
	 * Who learns what becomes of a call.
	 */
	interface Holder {

		/**
		 * The call may be sent.
		 */
		void granted();

		/**
		 * The call must not be sent.
		 */
		void refused(LlmException refusal);

	}

	/**
	 * A claim and whose it is.
	 *
	 * @param account the account
	 * @param claim the claim
	 */
	private record Held(BudgetAccount account, BudgetClaim claim) {

	}

}
