package io.github.llmspring.autoconfigure.metrics;

import io.github.llmspring.budget.BudgetState;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.observation.ObservationNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Tells what is left of each budget.
 *
 * @param budgets the budgets
 */
record BudgetMeters(Budgets budgets) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		for (BudgetState state : this.budgets.states()) {
			String name = state.budget().name();
			Gauge.builder(ObservationNames.BUDGET_REMAINING, () -> remaining(name))
				.description("What is left of a budget")
				.tag(ObservationNames.BUDGET, name)
				.tag(ObservationNames.CURRENCY, state.spent().currency().getCurrencyCode())
				.register(registry);
		}
	}

	private double remaining(String name) {
		BudgetState state = this.budgets.state(name);
		return (state != null) ? state.remaining().amount().doubleValue() : Double.NaN;
	}

}
