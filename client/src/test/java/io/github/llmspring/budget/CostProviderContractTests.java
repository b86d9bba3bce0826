package io.github.llmspring.budget;

import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.Cost;
import io.github.llmspring.DecoratorContract;

/**
 * The contract of a provider, for {@link CostProvider}.
 */
class CostProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new CostProvider("sim", provider, (address, usage) -> Cost.usd("0.001"), List.of(), (message) -> 1);
	}

}
