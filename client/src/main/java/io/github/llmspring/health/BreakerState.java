package io.github.llmspring.health;

/**
 * Whether a circuit breaker lets calls through.
 */
public enum BreakerState {

	/**
	 * There is no breaker: every call goes through.
	 */
	NONE,

	/**
	 * Every call goes through.
	 */
	CLOSED,

	/**
	 * No call goes through.
	 */
	OPEN,

	/**
	 * One call at a time goes through, to see whether the service is well again.
	 */
	HALF_OPEN

}
