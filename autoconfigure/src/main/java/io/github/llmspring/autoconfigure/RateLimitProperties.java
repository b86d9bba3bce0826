package io.github.llmspring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How much to ask of a service.
 */
class RateLimitProperties {

	/**
	 * Most requests to send in a minute. When not set, any number.
	 */
	private @Nullable Long requestsPerMinute;

	/**
	 * Most tokens to send and to receive in a minute, as estimated before a call and as
	 * counted by the service after it. When not set, any number.
	 */
	private @Nullable Long tokensPerMinute;

	/**
	 * Most requests to have under way at the same time. When not set, any number.
	 */
	private @Nullable Integer maxConcurrent;

	/**
	 * Longest time for a call to wait until the limits let it pass; 0 to refuse it at
	 * once.
	 */
	private Duration wait = Duration.ofSeconds(2);

	/**
	 * Whether to keep to the limits of requests and tokens that the service tells with
	 * its answers, where none are set here.
	 */
	private boolean learn;

	public @Nullable Long getRequestsPerMinute() {
		return this.requestsPerMinute;
	}

	public void setRequestsPerMinute(@Nullable Long requestsPerMinute) {
		this.requestsPerMinute = requestsPerMinute;
	}

	public @Nullable Long getTokensPerMinute() {
		return this.tokensPerMinute;
	}

	public void setTokensPerMinute(@Nullable Long tokensPerMinute) {
		this.tokensPerMinute = tokensPerMinute;
	}

	public @Nullable Integer getMaxConcurrent() {
		return this.maxConcurrent;
	}

	public void setMaxConcurrent(@Nullable Integer maxConcurrent) {
		this.maxConcurrent = maxConcurrent;
	}

	public Duration getWait() {
		return this.wait;
	}

	public void setWait(Duration wait) {
		this.wait = wait;
	}

	public boolean isLearn() {
		return this.learn;
	}

	public void setLearn(boolean learn) {
		this.learn = learn;
	}

}
