package io.github.llmspring.autoconfigure;

import java.time.Duration;

/**
 * When to send nothing for a while to a model that keeps failing; off unless one of these
 * is set or a route asks the provider.
 */
class CircuitBreakerProperties {

	/**
	 * Share of failed calls, in percent, at which the breaker opens.
	 */
	private int failureRate = 50;

	/**
	 * Fewest calls to judge by.
	 */
	private int minimumCalls = 5;

	/**
	 * Time that is looked back on, in whole seconds.
	 */
	private Duration window = Duration.ofSeconds(60);

	/**
	 * How long nothing is sent before one call is let through to see.
	 */
	private Duration open = Duration.ofSeconds(30);

	public int getFailureRate() {
		return this.failureRate;
	}

	public void setFailureRate(int failureRate) {
		this.failureRate = failureRate;
	}

	public int getMinimumCalls() {
		return this.minimumCalls;
	}

	public void setMinimumCalls(int minimumCalls) {
		this.minimumCalls = minimumCalls;
	}

	public Duration getWindow() {
		return this.window;
	}

	public void setWindow(Duration window) {
		this.window = window;
	}

	public Duration getOpen() {
		return this.open;
	}

	public void setOpen(Duration open) {
		this.open = open;
	}

}
