package io.github.llmspring.resilience;

import java.time.Duration;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;

/**
 * The contract of a provider, for {@link RetryProvider}.
 */
class RetryProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new RetryProvider("sim", provider, RetryPolicy.builder().initialDelay(Duration.ZERO).build());
	}

}
