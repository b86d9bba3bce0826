package io.github.llmspring.health;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;

/**
 * The contract of a provider, for {@link GuardedProvider}.
 */
class GuardedProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		CandidateHealth health = new CandidateHealth();
		health.protect("sim", BreakerSettings.DEFAULTS);
		return new GuardedProvider("sim", provider, health);
	}

}
