package io.github.llmspring.health;

/**
 * Whether a model can be expected to answer, as far as its calls have shown.
 */
public enum Condition {

	/**
	 * Nothing is known: it was not asked, or it failed so long ago that it may be well
	 * again.
	 */
	UNKNOWN,

	/**
	 * The last call that told something was answered.
	 */
	WELL,

	/**
	 * The circuit breaker is open, or the last call that told something failed through
	 * the service's fault, or with a key or a model that it does not accept.
	 */
	FAILING

}
