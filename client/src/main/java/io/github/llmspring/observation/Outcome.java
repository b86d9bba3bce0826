package io.github.llmspring.observation;

import java.util.Locale;

import io.micrometer.common.KeyValue;

/**
 * How something that was observed ended.
 */
public enum Outcome {

	/**
	 * It has not ended.
	 */
	NONE,

	/**
	 * There was an answer.
	 */
	ANSWERED,

	/**
	 * There was none, and an exception says why.
	 */
	FAILED,

	/**
	 * Nobody wanted the answer any more.
	 */
	CANCELLED;

	private final KeyValue keyValue = KeyValue.of(ObservationNames.OUTCOME, name().toLowerCase(Locale.ROOT));

	/**
	 * This outcome as a tag.
	 * @return the tag
	 */
	public KeyValue keyValue() {
		return this.keyValue;
	}

}
