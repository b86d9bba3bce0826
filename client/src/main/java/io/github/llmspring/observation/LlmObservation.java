package io.github.llmspring.observation;

import java.time.Duration;

/**
 * What is known of everything that this library observes.
 */
public interface LlmObservation {

	/**
	 * How long it has taken: until now where it has not ended.
	 * @return the time
	 */
	Duration duration();

	/**
	 * How it ended.
	 * @return the outcome
	 */
	Outcome outcome();

	/**
	 * Whose fault it was that it failed.
	 * @return the reason as {@code error.type}, {@code none} where it did not fail
	 */
	String errorType();

}
