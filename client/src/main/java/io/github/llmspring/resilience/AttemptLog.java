package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The attempts of one call, written down as they end. Used by one thread at a time.
 */
final class AttemptLog {

	private final ModelAddress address;

	private final Scheduler clock;

	private @Nullable List<Attempt> failed;

	private Duration waited = Duration.ZERO;

	private long begun;

	AttemptLog(ModelAddress address, Scheduler clock) {
		this.address = address;
		this.clock = clock;
	}

	/**
	 * How many attempts have failed.
	 */
	int failures() {
		return (this.failed != null) ? this.failed.size() : 0;
	}

	void begin() {
		this.begun = this.clock.now(TimeUnit.NANOSECONDS);
	}

	/**
	 * Whether another attempt would begin before the time of the call is over.
	 */
	boolean inTime(Duration wait, @Nullable Instant deadline) {
		return deadline == null
				|| Instant.ofEpochMilli(this.clock.now(TimeUnit.MILLISECONDS)).plus(wait).isBefore(deadline);
	}

	/**
	 * Notes how long is waited before the next attempt.
	 */
	void waiting(Duration wait) {
		this.waited = wait;
	}

	void failed(LlmException failure) {
		if (this.failed == null) {
			this.failed = new ArrayList<>(2);
		}
		this.failed.add(ended(failure.reason(), failure.status(), failure.cost()));
	}

	/**
	 * All attempts, the last of which failed.
	 */
	List<Attempt> failed() {
		return (this.failed != null) ? this.failed : List.of();
	}

	/**
	 * The answer of the last attempt, with all attempts and what they cost together.
	 */
	ChatResponse answered(ChatResponse answer) {
		Attempt last = ended(null, null, answer.cost());
		if (this.failed == null) {
			return answer.withAttempts(List.of(last));
		}
		List<Attempt> all = new ArrayList<>(this.failed);
		all.add(last);
		return Attempt.charge(answer, this.failed).withAttempts(all);
	}

	/**
	 * The vectors of the last attempt, with all attempts and what they cost together.
	 */
	EmbeddingResponse answered(EmbeddingResponse vectors) {
		List<Attempt> all = new ArrayList<>(failed());
		all.add(ended(null, null, vectors.cost()));
		return Attempt.charge(vectors, failed()).withAttempts(all);
	}

	private Attempt ended(@Nullable Reason reason, @Nullable Integer status, @Nullable Cost cost) {
		long nanos = Math.max(0, this.clock.now(TimeUnit.NANOSECONDS) - this.begun);
		return new Attempt(this.address, reason, status, Duration.ofNanos(nanos), this.waited, cost);
	}

}
