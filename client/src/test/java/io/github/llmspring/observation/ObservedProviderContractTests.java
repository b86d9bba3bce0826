package io.github.llmspring.observation;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;
import io.micrometer.observation.tck.TestObservationRegistry;

/**
 * The contract of a provider, for one that is observed as a provider and as a call.
 */
class ObservedProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		Observations observations = Observations.builder(TestObservationRegistry.create()).build();
		return observations.ofCalls((request) -> null,
				observations.ofProvider("sim", ObservedService.named("sim"), provider));
	}

}
