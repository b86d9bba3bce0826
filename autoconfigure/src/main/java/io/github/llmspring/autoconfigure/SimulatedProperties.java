package io.github.llmspring.autoconfigure;

import java.time.Duration;

import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How the embedded provider behaves; only with the type 'simulated'.
 */
class SimulatedProperties {

	/**
	 * Time before the answer begins.
	 */
	private Duration delay = Duration.ofMillis(0);

	/**
	 * Time between two pieces of a stream.
	 */
	private Duration pace = Duration.ofMillis(0);

	/**
	 * Reason with which calls fail, such as rate_limited: every call, unless
	 * 'failure-rate' is set.
	 */
	private @Nullable Reason fail;

	/**
	 * Share of calls that fail, from 0 to 1: by chance, but the same ones after each
	 * start. With the reason server_error where 'fail' is not set.
	 */
	private @Nullable Double failureRate;

	public Duration getDelay() {
		return this.delay;
	}

	public void setDelay(Duration delay) {
		this.delay = delay;
	}

	public Duration getPace() {
		return this.pace;
	}

	public void setPace(Duration pace) {
		this.pace = pace;
	}

	public @Nullable Reason getFail() {
		return this.fail;
	}

	public void setFail(@Nullable Reason fail) {
		this.fail = fail;
	}

	public @Nullable Double getFailureRate() {
		return this.failureRate;
	}

	public void setFailureRate(@Nullable Double failureRate) {
		this.failureRate = failureRate;
	}

}
