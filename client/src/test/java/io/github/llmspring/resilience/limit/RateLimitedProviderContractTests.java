package io.github.llmspring.resilience.limit;

import java.time.Duration;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;

/**
 * The contract of a provider, for {@link RateLimitedProvider}.
 */
class RateLimitedProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		RateLimitSettings settings = new RateLimitSettings(1_000_000L, 1_000_000_000L, 2, Duration.ofSeconds(10), true,
				500);
		return new RateLimitedProvider("sim", provider, settings, Quotas.local(), (message) -> 10);
	}

}
