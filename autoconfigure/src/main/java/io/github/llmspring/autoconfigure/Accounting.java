package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.budget.SpendingListener;

/**
 * What keeps count of the cost of calls.
 *
 * @param pricing knows the prices
 * @param listeners are told of all spending
 * @param budgets bound it
 */
record Accounting(Pricing pricing, List<SpendingListener> listeners, Budgets budgets) {

	/**
	 * Adds itself to what surrounds a provider, as far as there is something to count.
	 * @param surroundings what surrounds the provider
	 * @return the same
	 */
	Surroundings.Builder addTo(Surroundings.Builder surroundings) {
		surroundings.pricing(this.pricing).spending(this.listeners);
		return this.budgets.isEmpty() ? surroundings : surroundings.budgets(this.budgets);
	}

}
