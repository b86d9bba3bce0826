package io.github.llmspring.autoconfigure.endpoint;

/**
 * What can be done with a circuit breaker by hand.
 */
enum BreakerChange {

	/**
	 * Let no call through until it is closed by hand.
	 */
	OPEN,

	/**
	 * Let calls through again and forget those that it has seen.
	 */
	CLOSE

}
