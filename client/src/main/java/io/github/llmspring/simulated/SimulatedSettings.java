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
 * @param fail the reason every call fails with; {@code null} to answer
 */
public record SimulatedSettings(String model, Duration delay, Duration pace, LlmException.@Nullable Reason fail) {

	/**
	 * Answers at once, under the name {@code echo}.
	 */
	public static final SimulatedSettings DEFAULTS = new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, null);

}
