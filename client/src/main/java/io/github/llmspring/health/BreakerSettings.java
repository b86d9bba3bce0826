package io.github.llmspring.health;

import java.time.Duration;

/**
 * When a circuit breaker opens, and for how long.
 *
 * @param failureRate the share of failed calls, in percent, at which it opens
 * @param minimumCalls the fewest calls to judge by
 * @param window the time that is looked back on, in whole seconds
 * @param open how long nothing is sent before one call is let through to see
 */
public record BreakerSettings(int failureRate, int minimumCalls, Duration window, Duration open) {

	/**
	 * What holds where a breaker is wanted and nothing is set: half of at least 5 calls
	 * within a minute, for 30 seconds.
	 */
	public static final BreakerSettings DEFAULTS = new BreakerSettings(50, 5, Duration.ofSeconds(60),
			Duration.ofSeconds(30));

	public BreakerSettings {
		require(failureRate >= 1 && failureRate <= 100, "failureRate is not between 1 and 100");
		require(minimumCalls >= 1, "minimumCalls is not above 0");
		require(window.toSeconds() >= 1 && window.toHours() <= 1, "window is not between 1 second and 1 hour");
		require(open.toMillis() >= 1, "open is not above 0");
	}

	private static void require(boolean valid, String problem) {
		if (!valid) {
			throw new IllegalArgumentException(problem);
		}
	}

}
