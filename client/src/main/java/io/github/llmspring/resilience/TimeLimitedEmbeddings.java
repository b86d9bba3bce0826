package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.time.TimeoutScheduler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Provider of vectors that ends calls whose time is over: the request's deadline or the
 * configured total, whichever comes first. The deadline goes down with the request.
 */
public final class TimeLimitedEmbeddings implements EmbeddingProvider {

	private final String id;

	private final EmbeddingProvider provider;

	private final Duration total;

	private final Scheduler scheduler;

	/**
	 * Deadline around a provider.
	 * @param id the provider's id, for the exception
	 * @param provider the provider
	 * @param total the longest time of a call
	 */
	public TimeLimitedEmbeddings(String id, EmbeddingProvider provider, Duration total) {
		this(id, provider, total, TimeoutScheduler.SHARED);
	}

	TimeLimitedEmbeddings(String id, EmbeddingProvider provider, Duration total, Scheduler scheduler) {
		this.id = id;
		this.provider = provider;
		this.total = total;
		this.scheduler = scheduler;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> {
			Instant now = Instant.ofEpochMilli(this.scheduler.now(TimeUnit.MILLISECONDS));
			Instant latest = now.plus(this.total);
			Instant asked = request.deadline();
			boolean callers = asked != null && asked.isBefore(latest);
			Instant deadline = callers ? asked : latest;
			Duration left = Duration.between(now, deadline);
			return this.provider.embed(request.withDeadline(deadline))
				.timeout(left.isNegative() ? Duration.ZERO : left, Mono.error(() -> exceeded(request, callers)),
						this.scheduler);
		});
	}

	private LlmException exceeded(EmbeddingRequest request, boolean callers) {
		String limit = callers ? "by the caller's deadline" : "within " + this.total.toMillis() + " ms";
		LlmException.Builder exceeded = LlmException
			.builder(Reason.TIMEOUT_TOTAL, "the vectors were not there " + limit)
			.provider(this.id)
			.model(request.model());
		return callers ? exceeded.build()
				: exceeded.advice("Set llm.providers." + this.id + ".timeout.total higher, or give fewer texts.")
					.build();
	}

}
