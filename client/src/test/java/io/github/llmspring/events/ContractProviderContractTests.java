package io.github.llmspring.events;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;

/**
 * The contract of a provider, for one that is held to it and keeps to it by itself.
 */
class ContractProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new ContractProvider("sim", provider);
	}

}
