package io.github.llmspring.budget;

/**
 * A budget is nearly spent, or spent: it is told once in a period when four fifths are
 * spent, and once when nothing is left. In a Spring application it is an event.
 *
 * @param state the budget and how much of it is spent
 */
public record BudgetWarning(BudgetState state) {

	/**
	 * Whether nothing is left of the budget.
	 * @return whether it is spent, else four fifths are
	 */
	public boolean isSpent() {
		return this.state.isSpent();
	}

}
