package io.github.llmspring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.RateLimitState;
import org.jspecify.annotations.Nullable;

/**
 * One model that can be asked, and what is known of it.
 */
final class Candidate {

	private final ModelAddress address;

	private final Clock clock;

	private final AtomicInteger inFlight = new AtomicInteger();

	private final MovingAverage firstEvent = new MovingAverage();

	private final MovingAverage answer = new MovingAverage();

	private final AtomicReference<Rest> rest = new AtomicReference<>(Rest.NONE);

	private final Outcomes outcomes = new Outcomes();

	private volatile Breaker breaker;

	private volatile long lastUsed;

	Candidate(ModelAddress address, Breaker breaker, Clock clock) {
		this.address = address;
		this.breaker = breaker;
		this.clock = clock;
		this.lastUsed = clock.millis();
	}

	ModelAddress address() {
		return this.address;
	}

	Breaker breaker() {
		return this.breaker;
	}

	void breaker(Breaker breaker) {
		this.breaker = breaker;
	}

	long lastUsed() {
		return this.lastUsed;
	}

	/**
	 * Whether nothing would be lost if it were forgotten.
	 */
	boolean idle() {
		return this.inFlight.get() == 0 && resting(this.clock.instant()) == null;
	}

	/**
	 * Begins a call.
	 * @param streaming whether the answer comes in pieces
	 * @return the call, or {@code null} where the breaker does not let it through
	 */
	@Nullable CandidateCall begin(boolean streaming) {
		Breaker current = this.breaker;
		long permit = current.admit();
		return (permit != Breaker.REFUSED) ? begin(current, permit, streaming) : null;
	}

	/**
	 * Begins a call that nobody else can answer, unless the breaker was opened by hand.
	 * @param streaming whether the answer comes in pieces
	 * @return the call, or {@code null} where the breaker does not let it through
	 */
	@Nullable CandidateCall beginAsLastResort(boolean streaming) {
		Breaker current = this.breaker;
		CandidateCall call = begin(streaming);
		return (call == null && !current.openUntil().equals(Instant.MAX)) ? begin(current, Breaker.UNCOUNTED, streaming)
				: call;
	}

	private CandidateCall begin(Breaker current, long permit, boolean streaming) {
		Instant now = this.clock.instant();
		this.lastUsed = now.toEpochMilli();
		this.inFlight.incrementAndGet();
		return new CandidateCall(this, current, permit, streaming, now);
	}

	/**
	 * Why a call was not let through.
	 */
	LlmException refusal() {
		Breaker current = this.breaker;
		Instant until = current.openUntil();
		LlmException.Builder refusal = LlmException
			.builder(Reason.CIRCUIT_OPEN, "nothing was sent, the circuit breaker is open: " + current.reason())
			.provider(this.address.provider())
			.model(this.address.model());
		if (until.equals(Instant.MAX)) {
			return refusal.advice("Close the breaker, or ask another model.").build();
		}
		Duration left = Duration.between(this.clock.instant(), until);
		if (left.isNegative() || left.isZero()) {
			return refusal
				.advice("One call is under way to see whether the service is well again. Try again after it, or ask "
						+ "another model.")
				.build();
		}
		return refusal.retryAfter(left)
			.advice("Wait until " + until + ", " + Math.max(1, left.toSeconds()) + " s from now, or ask another model.")
			.build();
	}

	Duration since(Instant begun) {
		Duration duration = Duration.between(begun, this.clock.instant());
		return duration.isNegative() ? Duration.ZERO : duration;
	}

	void began(boolean streaming, Duration after) {
		(streaming ? this.firstEvent : this.answer).add(after.toNanos());
	}

	/**
	 * Ends a call that was answered. A rest that began before the call is over, since the
	 * call got through.
	 */
	void answered(Instant begun) {
		this.inFlight.decrementAndGet();
		this.outcomes.answered(this.clock.millis());
		Rest current = this.rest.get();
		if (current != Rest.NONE && current.since().isBefore(begun)) {
			this.rest.compareAndSet(current, Rest.NONE);
		}
	}

	void failed(Throwable failure) {
		this.inFlight.decrementAndGet();
		this.outcomes.failed(failure, this.clock.instant());
		Duration wait = (failure instanceof LlmException known) ? RestRules.rest(known) : null;
		if (wait != null) {
			rest(wait, ((LlmException) failure).reason().code(), RestRules.shuns(failure));
		}
	}

	/**
	 * The service has told of its limits, if it told anything.
	 */
	void told(@Nullable RateLimitState limits) {
		this.outcomes.told(limits);
	}

	void abandoned() {
		this.inFlight.decrementAndGet();
	}

	void rest(Duration duration, String why, boolean shunned) {
		Instant now = this.clock.instant();
		Rest next = new Rest(now, now.plus(duration), why, shunned);
		this.rest.getAndUpdate((current) -> current.orLonger(next));
	}

	void wake() {
		this.rest.set(Rest.NONE);
	}

	/**
	 * The rest that it has at a moment, that of an open breaker included, or {@code null}
	 * where it is ready.
	 */
	@Nullable Rest resting(Instant now) {
		Rest current = this.rest.get();
		Breaker guard = this.breaker;
		if (guard.state() == BreakerState.OPEN) {
			return current
				.orLonger(new Rest(now, guard.openUntil(), "the circuit breaker is open: " + guard.reason(), false));
		}
		return current.over(now) ? null : current;
	}

	CandidateState state() {
		Instant now = this.clock.instant();
		Rest current = resting(now);
		BreakerState guard = this.breaker.state();
		Condition condition = (guard == BreakerState.OPEN) ? Condition.FAILING
				: this.outcomes.condition(now, current != null && current.shunned());
		return new CandidateState(this.address, guard, (current != null) ? current.until() : null,
				(current != null) ? current.why() : null, this.inFlight.get(), this.firstEvent.get(), this.answer.get(),
				condition, this.outcomes.answeredAt(), this.outcomes.failure(), this.outcomes.limits());
	}

	/**
	 * How a call of a candidate begins.
	 */
	@FunctionalInterface
	interface Beginning {

		@Nullable CandidateCall of(Candidate candidate, boolean streaming);

	}

}
