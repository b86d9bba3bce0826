package io.github.llmspring.autoconfigure;

import java.time.Duration;

/**
 * Refuses bounds that would let nothing through.
 *
 * @param origins tells where a wrong one was configured
 * @param prefix the beginning of the properties' names
 */
record PositiveValues(ConfigurationOrigins origins, String prefix) {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

	int number(String property, int value) {
		if (value < 1) {
			throw this.origins.invalid(this.prefix + property, String.valueOf(value), "It is not above 0.",
					"Set it to a whole number above 0.");
		}
		return value;
	}

	/**
	 * Time that timers can count in milliseconds.
	 */
	Duration time(String property, Duration value) {
		if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
			throw this.origins.invalid(this.prefix + property, value.toString(),
					"It is not between 1 millisecond and 24 days.", "Set it to a time such as 30s or 10m.");
		}
		return value;
	}

}
