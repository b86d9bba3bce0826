package io.github.llmspring.benchmarks.soak;

import java.util.random.RandomGenerator;

/**
 * What may become of a request at a service that is not well.
 */
enum Fault {

	NONE(false),

	TOO_MANY_REQUESTS(false),

	OVERLOADED(false),

	SERVER_ERROR(false),

	RESET(false),

	TRUNCATED(false),

	STALLED(false),

	GARBAGE(false),

	/**
	 * An error among the events of a stream.
	 */
	ERROR_EVENT(true),

	RESET_AMID(true),

	TRUNCATED_AMID(true),

	STALLED_AMID(true),

	GARBAGE_AMID(true);

	private static final Fault[] WHOLE = { TOO_MANY_REQUESTS, OVERLOADED, SERVER_ERROR, RESET, TRUNCATED, STALLED,
			GARBAGE };

	private static final Fault[] AMID = { ERROR_EVENT, RESET_AMID, TRUNCATED_AMID, STALLED_AMID, GARBAGE_AMID };

	private final boolean amid;

	Fault(boolean amid) {
		this.amid = amid;
	}

	/**
	 * Whether some of the answer comes before it.
	 */
	boolean amid() {
		return this.amid;
	}

	/**
	 * Draws what becomes of a request.
	 * @param random where chance comes from
	 * @param rate the share of requests that fail, from 0 to 1
	 * @param streaming whether a stream was asked for, which may fail half way as well
	 * @return the fault, often none
	 */
	static Fault draw(RandomGenerator random, double rate, boolean streaming) {
		if (random.nextDouble() >= rate) {
			return NONE;
		}
		int kinds = WHOLE.length + (streaming ? AMID.length : 0);
		int kind = random.nextInt(kinds);
		return (kind < WHOLE.length) ? WHOLE[kind] : AMID[kind - WHOLE.length];
	}

}
