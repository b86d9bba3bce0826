package io.github.llmspring.budget;

/**
 * What a call reserves of a budget, until it is known what the call cost. Its state
 * belongs to the account.
 */
final class BudgetClaim {

	private final long amount;

	private final Runnable decided;

	private volatile State state = State.WAITING;

	/**
	 * Claim of an amount.
	 * @param amount billionths of the budget's currency
	 * @param decided runs when the claim does not wait any more, unless it never waited
	 */
	BudgetClaim(long amount, Runnable decided) {
		this.amount = amount;
		this.decided = decided;
	}

	long amount() {
		return this.amount;
	}

	Runnable decided() {
		return this.decided;
	}

	State state() {
		return this.state;
	}

	void state(State state) {
		this.state = state;
	}

	/**
	 * What became of a claim.
	 */
	enum State {

		WAITING, GRANTED, REFUSED, OVER

	}

}
