package io.github.llmspring.resilience;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.time.TimeoutScheduler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Provider that sends a request again where it failed before the first event and may
 * succeed the next time.
 * <p>
 * Nothing is sent again once an event was delivered: the caller would get the beginning
 * twice. No wait goes beyond the request's deadline; where it would, the failure is
 * reported at once. Answers and exceptions tell all attempts.
 */
public final class RetryProvider implements ChatProvider {

	private final String id;

	private final ChatProvider provider;

	private final RetryPolicy policy;

	private final Scheduler scheduler;

	/**
	 * Retries around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param policy what to retry, how often and when
	 */
	public RetryProvider(String id, ChatProvider provider, RetryPolicy policy) {
		this(id, provider, policy, TimeoutScheduler.SHARED);
	}

	RetryProvider(String id, ChatProvider provider, RetryPolicy policy, Scheduler scheduler) {
		this.id = id;
		this.provider = provider;
		this.policy = policy;
		this.scheduler = scheduler;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return new RetryFlux(this.id, this.provider, request, this.policy, this.scheduler);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
