package io.github.llmspring.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.llmspring.autoconfigure.report.Report;
import io.github.llmspring.budget.Budget;
import io.github.llmspring.budget.BudgetState;
import io.github.llmspring.budget.Budgets;
import org.jspecify.annotations.Nullable;

/**
 * Budgets and what is left of them.
 *
 * @param budgets the budgets
 */
record BudgetSection(Budgets budgets) implements LlmEndpointSection {

	@Override
	public String name() {
		return "budgets";
	}

	@Override
	public Object whole() {
		return told(null);
	}

	@Override
	public Object of(String provider) {
		return told(provider);
	}

	/**
	 * Budgets of one provider, or all of them.
	 */
	private Map<String, Object> told(@Nullable String provider) {
		Map<String, Object> told = new LinkedHashMap<>();
		for (BudgetState state : this.budgets.states()) {
			if (provider == null || provider.equals(state.budget().scope().provider())) {
				told.put(state.budget().name(), of(state));
			}
		}
		return told;
	}

	private static Map<String, Object> of(BudgetState state) {
		Budget budget = state.budget();
		return new Report().with("currency", budget.limit().currency().getCurrencyCode())
			.with("limit", budget.limit().amount().stripTrailingZeros().toPlainString())
			.with("spent", state.spent().amount().stripTrailingZeros().toPlainString())
			.with("remaining", state.remaining().amount().stripTrailingZeros().toPlainString())
			.with("period", budget.period())
			.with("since", state.since())
			.with("until", state.until())
			.with("onExceeded", budget.whenSpent())
			.with("tags", budget.scope().tags())
			.with("route", budget.scope().route())
			.with("provider", budget.scope().provider())
			.values();
	}

}
