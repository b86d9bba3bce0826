package io.github.llmspring.budget;

import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.Cost;
import io.github.llmspring.DecoratorContract;

/**
 * The contract of a provider, for {@link BudgetedProvider}.
 */
class BudgetedProviderContractTests extends DecoratorContract {

	private final Budget budget = new Budget("all", Cost.usd("1000000"), BudgetPeriod.DAY, Budget.Scope.EVERYTHING,
			Budget.WhenSpent.REJECT);

	@Override
	protected ChatProvider around(ChatProvider provider) {
		Budgets budgets = Budgets.of(List.of(this.budget), (address, usage) -> Cost.usd("0.001"), (message) -> 1,
				BudgetSharing.NOBODY, (warning) -> {
				});
		return new BudgetedProvider("sim", provider, budgets);
	}

}
