package io.github.llmspring.budget;

import java.time.Instant;

import io.github.llmspring.Cost;

/**
 * How much of a budget is spent, as far as this process knows.
 *
 * @param budget the budget
 * @param spent what was spent in the current period, by everyone who shares the budget
 * @param remaining what is left, 0 where more was spent than there is
 * @param since when the period began
 * @param until when the next one begins
 */
public record BudgetState(Budget budget, Cost spent, Cost remaining, Instant since, Instant until) {

	/**
	 * Whether nothing is left.
	 * @return whether it is spent
	 */
	public boolean isSpent() {
		return this.remaining.amount().signum() == 0;
	}

}
