package io.github.llmspring.autoconfigure;

import java.time.Duration;

/**
 * When to send a request again that failed before anything of the answer came.
 */
class RetryProperties {

	/**
	 * Most attempts after the first, 0 for none.
	 */
	private int maxRetries = 2;

	/**
	 * Wait before the first retry, where the service does not ask for one. Chance takes
	 * up to a quarter off.
	 */
	private Duration initialDelay = Duration.ofMillis(500);

	/**
	 * How many times longer each wait is than the one before.
	 */
	private double multiplier = 2;

	/**
	 * Longest wait, where the service does not ask for one.
	 */
	private Duration maxDelay = Duration.ofSeconds(8);

	/**
	 * Longest wait that the service may ask for. Where it asks for more, the call fails
	 * at once.
	 */
	private Duration maxRetryAfter = Duration.ofSeconds(60);

	public int getMaxRetries() {
		return this.maxRetries;
	}

	public void setMaxRetries(int maxRetries) {
		this.maxRetries = maxRetries;
	}

	public Duration getInitialDelay() {
		return this.initialDelay;
	}

	public void setInitialDelay(Duration initialDelay) {
		this.initialDelay = initialDelay;
	}

	public double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(double multiplier) {
		this.multiplier = multiplier;
	}

	public Duration getMaxDelay() {
		return this.maxDelay;
	}

	public void setMaxDelay(Duration maxDelay) {
		this.maxDelay = maxDelay;
	}

	public Duration getMaxRetryAfter() {
		return this.maxRetryAfter;
	}

	public void setMaxRetryAfter(Duration maxRetryAfter) {
		this.maxRetryAfter = maxRetryAfter;
	}

}
