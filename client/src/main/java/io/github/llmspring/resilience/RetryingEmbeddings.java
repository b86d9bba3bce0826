package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.time.TimeoutScheduler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Provider of vectors that sends a request again where it failed and may succeed the next
 * time, within the time of the whole call.
 */
public final class RetryingEmbeddings implements EmbeddingProvider {

	private final String id;

	private final EmbeddingProvider provider;

	private final RetryPolicy policy;

	private final Duration total;

	private final Scheduler scheduler;

	/**
	 * Retries around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param policy what to retry, how often and when
	 * @param total the longest time of a call, all attempts and waits included
	 */
	public RetryingEmbeddings(String id, EmbeddingProvider provider, RetryPolicy policy, Duration total) {
		this(id, provider, policy, total, TimeoutScheduler.SHARED);
	}

	RetryingEmbeddings(String id, EmbeddingProvider provider, RetryPolicy policy, Duration total, Scheduler scheduler) {
		this.id = id;
		this.provider = provider;
		this.policy = policy;
		this.total = total;
		this.scheduler = scheduler;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> new Attempts(request).next())
			.timeout(this.total, Mono.error(() -> exceeded(request)), this.scheduler);
	}

	private LlmException exceeded(EmbeddingRequest request) {
		return LlmException
			.builder(Reason.TIMEOUT_TOTAL, "the vectors were not there within " + this.total.toMillis() + " ms")
			.provider(this.id)
			.model(request.model())
			.build();
	}

	/**
	 * The attempts of one call.
	 */
	private final class Attempts {

		private final EmbeddingRequest request;

		private final AttemptLog log;

		private final Instant deadline = now().plus(RetryingEmbeddings.this.total);

		Attempts(EmbeddingRequest request) {
			this.request = request;
			this.log = new AttemptLog(new ModelAddress(RetryingEmbeddings.this.id, request.model()),
					RetryingEmbeddings.this.scheduler);
		}

		Mono<EmbeddingResponse> next() {
			this.log.begin();
			return RetryingEmbeddings.this.provider.embed(this.request)
				.onErrorResume(LlmException.class, this::afterFailure);
		}

		private Mono<EmbeddingResponse> afterFailure(LlmException failure) {
			Duration wait = RetryingEmbeddings.this.policy.waitAfter(failure, this.log.failures());
			this.log.failed(failure);
			if (wait == null || !now().plus(wait).isBefore(this.deadline)) {
				return Mono.error(failure.toBuilder().attempts(this.log.failed()).build());
			}
			this.log.waiting(wait);
			return Mono.delay(wait, RetryingEmbeddings.this.scheduler).then(Mono.defer(this::next));
		}

		private Instant now() {
			return Instant.ofEpochMilli(RetryingEmbeddings.this.scheduler.now(TimeUnit.MILLISECONDS));
		}

	}

}
