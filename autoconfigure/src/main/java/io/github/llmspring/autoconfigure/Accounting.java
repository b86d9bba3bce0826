package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.budget.SpendingListener;
import org.jspecify.annotations.Nullable;

/**
 * What keeps count of the cost of calls.
 *
 * @param pricing knows the prices, {@code null} where nobody does
 * @param listeners are told of all spending
 * @param budgets bound it
 */
record Accounting(@Nullable Pricing pricing, List<SpendingListener> listeners, Budgets budgets) {

	/**
	 * Adds itself to what surrounds a provider, as far as there is something to count.
	 * @param surroundings what surrounds the provider
	 * @return the same
	 */
	Surroundings.Builder addTo(Surroundings.Builder surroundings) {
		if (this.budgets.isEmpty()) {
			return surroundings.pricing(this.pricing).spending(this.listeners);
		}
		return surroundings.pricing((this.pricing != null) ? this.pricing : Pricing.UNKNOWN)
			.spending(this.listeners)
			.budgets(this.budgets);
	}

}
