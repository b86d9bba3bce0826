package io.github.llmspring.resilience.limit;

/**
 * What a call may have to wait for.
 */
enum Limit {

	/**
	 * A place among the calls under way.
	 */
	CONCURRENCY("as many calls are under way as may be at the same time", "max-concurrent"),

	/**
	 * The requests of a minute.
	 */
	REQUESTS("the requests of this minute are used up", "requests-per-minute"),

	/**
	 * The tokens of a minute.
	 */
	TOKENS("the tokens of this minute are used up", "tokens-per-minute"),

	/**
	 * The requests that the service tells are left.
	 */
	LEARNT_REQUESTS("the service told that no request is left", "learn"),

	/**
	 * The tokens that the service tells are left.
	 */
	LEARNT_TOKENS("the service told that no tokens are left", "learn");

	private final String words;

	private final String property;

	Limit(String words, String property) {
		this.words = words;
		this.property = property;
	}

	/**
	 * The limit being reached, in a clause.
	 */
	String words() {
		return this.words;
	}

	/**
	 * Property of a provider that sets it.
	 */
	String property() {
		return this.property;
	}

	boolean learnt() {
		return this == LEARNT_REQUESTS || this == LEARNT_TOKENS;
	}

	boolean ofRequests() {
		return this == REQUESTS || this == LEARNT_REQUESTS;
	}

	boolean ofTokens() {
		return this == TOKENS || this == LEARNT_TOKENS;
	}

}
