package io.github.llmspring.health;

import java.time.Duration;
import java.time.Instant;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.RateLimitState;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one candidate at one moment.
 *
 * @param address the provider and the model
 * @param breaker whether its circuit breaker lets calls through
 * @param restUntil until when others should be asked instead, or {@code null} where it is
 * ready; {@link Instant#MAX} where somebody must end it by hand
 * @param why why it rests, in a clause, or {@code null}
 * @param inFlight the calls under way
 * @param timeToFirstEvent how long its streams took to begin, the latest counting most,
 * or {@code null} where none has
 * @param timeToAnswer how long its whole answers took, the latest counting most, or
 * {@code null} where none came
 * @param condition whether it can be expected to answer
 * @param answeredAt when the last answer was whole, or {@code null} where none was
 * @param lastFailure the last call that failed, or {@code null} where none has
 * @param limits what the service told last of its rate limits, or {@code null} where it
 * told nothing
 */
public record CandidateState(ModelAddress address, BreakerState breaker, @Nullable Instant restUntil,
		@Nullable String why, int inFlight, @Nullable Duration timeToFirstEvent, @Nullable Duration timeToAnswer,
		Condition condition, @Nullable Instant answeredAt, @Nullable LastFailure lastFailure,
		@Nullable RateLimitState limits) {

	/**
	 * State of one that was never asked.
	 * @param address the provider and the model
	 * @param breaker whether its circuit breaker lets calls through
	 * @return the state
	 */
	static CandidateState unasked(ModelAddress address, BreakerState breaker) {
		return new CandidateState(address, breaker, null, null, 0, null, null, Condition.UNKNOWN, null, null, null);
	}

	/**
	 * Whether it should be asked rather than one that rests.
	 * @return whether it does not rest
	 */
	public boolean ready() {
		return this.restUntil == null;
	}

}
