package io.github.llmspring.resilience;

import java.time.Duration;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;

/**
 * The contract of a provider, for {@link DeadlineProvider}.
 */
class DeadlineProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new DeadlineProvider("sim", provider, Duration.ofMinutes(1));
	}

}
