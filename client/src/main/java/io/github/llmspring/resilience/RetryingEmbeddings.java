package io.github.llmspring.resilience;

import java.time.Duration;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.time.TimeoutScheduler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Provider of vectors that sends a request again where it failed and may succeed the next
 * time, as long as the request has time.
 */
public final class RetryingEmbeddings implements EmbeddingProvider {

	private final String id;

	private final EmbeddingProvider provider;

	private final RetryPolicy policy;

	private final Scheduler scheduler;

	/**
	 * Retries around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param policy what to retry, how often and when
	 */
	public RetryingEmbeddings(String id, EmbeddingProvider provider, RetryPolicy policy) {
		this(id, provider, policy, TimeoutScheduler.SHARED);
	}

	RetryingEmbeddings(String id, EmbeddingProvider provider, RetryPolicy policy, Scheduler scheduler) {
		this.id = id;
		this.provider = provider;
		this.policy = policy;
		this.scheduler = scheduler;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> new Attempts(request).next());
	}

	/**
	 * The attempts of one call.
	 */
	private final class Attempts {

		private final EmbeddingRequest request;

		private final AttemptLog log;

		Attempts(EmbeddingRequest request) {
			this.request = request;
			this.log = new AttemptLog(new ModelAddress(RetryingEmbeddings.this.id, request.model()),
					RetryingEmbeddings.this.scheduler);
		}

		Mono<EmbeddingResponse> next() {
			this.log.begin();
			return RetryingEmbeddings.this.provider.embed(this.request)
				.map(this.log::answered)
				.onErrorResume(LlmException.class, this::afterFailure);
		}

		private Mono<EmbeddingResponse> afterFailure(LlmException failure) {
			Duration wait = RetryingEmbeddings.this.policy.waitAfter(failure, this.log.failures());
			this.log.failed(failure);
			if (wait == null || !this.log.inTime(wait, this.request.deadline())) {
				return Mono.error(failure.toBuilder().attempts(this.log.failed()).build());
			}
			this.log.waiting(wait);
			return Mono.delay(wait, RetryingEmbeddings.this.scheduler).then(Mono.defer(this::next));
		}

	}

}
