package io.github.llmspring.simulated;

import java.time.Duration;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated provider behaves.
 *
 * @param model the name it answers under where a request names none
 * @param delay how long it thinks before it begins
 * @param pace the time between two pieces of a stream
 * @param fail the reason calls fail with; {@code null} where none does
 * @param failureRate the share of calls that fail, from 0 to 1
 */
public record SimulatedSettings(String model, Duration delay, Duration pace, LlmException.@Nullable Reason fail,
		double failureRate) {

	/**
	 * Answers at once, under the name {@code echo}.
	 */
	public static final SimulatedSettings DEFAULTS = new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, null);

	// not the compact form, of whose parameters the compiler forgets what may be null
	public SimulatedSettings(String model, Duration delay, Duration pace, LlmException.@Nullable Reason fail,
			double failureRate) {
		if (!(failureRate >= 0 && failureRate <= 1)) {
			throw new IllegalArgumentException("failureRate is not between 0 and 1");
		}
		if (fail == null && failureRate > 0) {
			throw new IllegalArgumentException("calls are to fail, and fail does not say why");
		}
		this.model = model;
		this.delay = delay;
		this.pace = pace;
		this.fail = fail;
		this.failureRate = failureRate;
	}

	/**
	 * Provider that fails always or never.
	 * @param model the name it answers under where a request names none
	 * @param delay how long it thinks before it begins
	 * @param pace the time between two pieces of a stream
	 * @param fail the reason every call fails with; {@code null} to answer
	 */
	public SimulatedSettings(String model, Duration delay, Duration pace, LlmException.@Nullable Reason fail) {
		this(model, delay, pace, fail, (fail != null) ? 1 : 0);
	}

}
