package io.github.llmspring.health;

import java.time.Duration;
import java.time.Instant;

/**
 * Circuit breaker of one candidate.
 */
interface Breaker {

	/**
	 * Permit of a call that must not be sent.
	 */
	long REFUSED = -1;

	/**
	 * Permit of a call that is sent although the breaker is open, of whose outcome it
	 * learns nothing.
	 */
	long UNCOUNTED = -2;

	/**
	 * Breaker that lets everything through.
	 */
	Breaker NONE = new Breaker() {

		@Override
		public long admit() {
			return 0;
		}

		@Override
		public void release(long permit) {
		}

		@Override
		public void succeeded(long permit, Duration duration) {
		}

		@Override
		public void failed(long permit, Duration duration, Throwable failure) {
		}

		@Override
		public BreakerState state() {
			return BreakerState.NONE;
		}

		@Override
		public Instant openUntil() {
			return Instant.MIN;
		}

		@Override
		public String reason() {
			return "";
		}

		@Override
		public void open() {
			throw new IllegalStateException("There is no circuit breaker to open. Set one of "
					+ "llm.providers.<id>.circuit-breaker.*, or call protect(..).");
		}

		@Override
		public void close() {
		}

		@Override
		public void reset() {
		}

	};

	/**
	 * Asks for a call to go through. Each that does must be released, succeed or fail.
	 * @return the permit, or {@link #REFUSED}
	 */
	long admit();

	/**
	 * Takes a call back that says nothing about the service.
	 */
	void release(long permit);

	void succeeded(long permit, Duration duration);

	void failed(long permit, Duration duration, Throwable failure);

	BreakerState state();

	/**
	 * When the breaker lets a call through again; in the past where it does now.
	 */
	Instant openUntil();

	/**
	 * Why the breaker is open, in a clause.
	 */
	String reason();

	/**
	 * Opens the breaker until it is closed by hand.
	 */
	void open();

	/**
	 * Closes the breaker, what it knows kept.
	 */
	void close();

	/**
	 * Closes the breaker and forgets all calls.
	 */
	void reset();

}
