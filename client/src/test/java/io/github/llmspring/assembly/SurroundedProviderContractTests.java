package io.github.llmspring.assembly;

import java.time.Duration;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.resilience.RetryPolicy;

/**
 * The contract of a provider, for one with everything that surrounds it.
 */
class SurroundedProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return Assembly.surround("sim", provider,
				Surroundings.builder()
					.retry(RetryPolicy.builder().initialDelay(Duration.ZERO).build())
					.circuitBreaker(BreakerSettings.DEFAULTS)
					.build());
	}

}
