package io.github.llmspring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

/**
 * Circuit breaker of Resilience4j; nothing else here knows that library.
 * <p>
 * A call that was let through before the breaker changed its mind says nothing about what
 * came after: its outcome does not count, and it gives no permit back. The library would
 * let more calls through to see than it should.
 */
final class Resilience4jBreaker implements Breaker {

	private final CircuitBreaker breaker;

	private final BreakerSettings settings;

	private final Clock clock;

	private final AtomicLong changes = new AtomicLong();

	private volatile Opening opening = new Opening(Instant.MIN, "");

	Resilience4jBreaker(String name, BreakerSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
		this.breaker = CircuitBreaker.of(name,
				CircuitBreakerConfig.custom()
					.slidingWindowType(SlidingWindowType.TIME_BASED)
					.slidingWindowSize((int) settings.window().toSeconds())
					.minimumNumberOfCalls(settings.minimumCalls())
					.failureRateThreshold(settings.failureRate())
					.waitDurationInOpenState(settings.open())
					.permittedNumberOfCallsInHalfOpenState(1)
					.clock(clock)
					.currentTimestampFunction((time) -> TimeUnit.MILLISECONDS.toNanos(time.millis()),
							TimeUnit.NANOSECONDS)
					.build());
		this.breaker.getEventPublisher().onStateTransition((event) -> changed(event.getStateTransition()));
	}

	private void changed(StateTransition transition) {
		this.changes.incrementAndGet();
		if (transition.getToState() == State.OPEN) {
			this.opening = new Opening(this.clock.instant().plus(this.settings.open()), why(transition.getFromState()));
		}
		else if (transition.getToState() == State.FORCED_OPEN) {
			this.opening = new Opening(Instant.MAX, "it was opened by hand");
		}
	}

	private String why(State before) {
		CircuitBreaker.Metrics metrics = this.breaker.getMetrics();
		return (before == State.HALF_OPEN) ? "the call that was let through to see failed as well"
				: metrics.getNumberOfFailedCalls() + " of " + metrics.getNumberOfBufferedCalls() + " calls within "
						+ this.settings.window().toSeconds() + " s failed";
	}

	@Override
	public long admit() {
		return this.breaker.tryAcquirePermission() ? this.changes.get() : REFUSED;
	}

	@Override
	public void release(long permit) {
		if (permit == this.changes.get()) {
			this.breaker.releasePermission();
		}
	}

	@Override
	public void succeeded(long permit, Duration duration) {
		if (permit == this.changes.get()) {
			this.breaker.onSuccess(duration.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void failed(long permit, Duration duration, Throwable failure) {
		if (permit == this.changes.get()) {
			this.breaker.onError(duration.toNanos(), TimeUnit.NANOSECONDS, failure);
		}
	}

	@Override
	public BreakerState state() {
		return switch (this.breaker.getState()) {
			case OPEN -> this.clock.instant().isAfter(openUntil()) ? BreakerState.HALF_OPEN : BreakerState.OPEN;
			case FORCED_OPEN -> BreakerState.OPEN;
			case HALF_OPEN -> BreakerState.HALF_OPEN;
			default -> BreakerState.CLOSED;
		};
	}

	@Override
	public Instant openUntil() {
		return this.opening.until();
	}

	@Override
	public String reason() {
		return this.opening.reason();
	}

	@Override
	public void open() {
		this.breaker.transitionToForcedOpenState();
	}

	@Override
	public void close() {
		this.breaker.transitionToClosedState();
	}

	@Override
	public void reset() {
		this.breaker.reset();
	}

	@Override
	public String toString() {
		return this.breaker.getName() + " is " + state().name().toLowerCase(Locale.ROOT);
	}

	private record Opening(Instant until, String reason) {
	}

}
