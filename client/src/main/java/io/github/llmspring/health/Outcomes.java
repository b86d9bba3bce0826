package io.github.llmspring.health;

import java.time.Duration;
import java.time.Instant;

import io.github.llmspring.LlmException;
import io.github.llmspring.RateLimitState;
import org.jspecify.annotations.Nullable;

/**
 * How the last calls of a candidate ended.
 */
final class Outcomes {

	/**
	 * Time after which a failure says nothing any more. Whoever is taken for broken gets
	 * no calls, and without calls nothing would ever become known.
	 */
	private static final Duration MEMORY = Duration.ofMinutes(1);

	private static final long NEVER = Long.MIN_VALUE;

	private volatile long answeredAt = NEVER;

	private volatile @Nullable LastFailure failure;

	/**
	 * Failure that speaks against the service, and that no answer came after.
	 */
	private volatile @Nullable LastFailure trouble;

	private volatile @Nullable RateLimitState limits;

	void answered(long at) {
		this.answeredAt = at;
		this.trouble = null;
	}

	void failed(Throwable failure, Instant at) {
		LastFailure last = LastFailure.of(failure, at);
		this.failure = last;
		if (RestRules.isTrouble(failure)) {
			this.trouble = last;
		}
		if (failure instanceof LlmException known) {
			told(known.rateLimits());
		}
	}

	/**
	 * Notes what the service told of its limits, if it told anything.
	 */
	void told(@Nullable RateLimitState limits) {
		if (limits != null) {
			this.limits = limits;
		}
	}

	@Nullable Instant answeredAt() {
		long at = this.answeredAt;
		return (at != NEVER) ? Instant.ofEpochMilli(at) : null;
	}

	@Nullable LastFailure failure() {
		return this.failure;
	}

	@Nullable RateLimitState limits() {
		return this.limits;
	}

	/**
	 * What the calls have shown.
	 * @param now the present moment
	 * @param shunned whether the candidate rests because it does not let us in, which
	 * does not pass within a minute
	 */
	Condition condition(Instant now, boolean shunned) {
		LastFailure last = this.trouble;
		if (last == null) {
			return (this.answeredAt != NEVER) ? Condition.WELL : Condition.UNKNOWN;
		}
		boolean recent = now.isBefore(last.at().plus(MEMORY));
		return (recent || shunned) ? Condition.FAILING : Condition.UNKNOWN;
	}

}
