package io.github.llmspring.tools;

import io.github.llmspring.schema.InvalidJsonException;

/**
 * A call that is not run; its text tells the model what to do better.
 */
final class RejectedCallException extends Exception {

	private final String text;

	RejectedCallException(String text) {
		super(text, null, false, false);
		this.text = text;
	}

	static RejectedCallException ofArguments(InvalidJsonException problem) {
		return new RejectedCallException("The arguments do not fit the tool's schema: " + problem.getMessage()
				+ ". Call it again with arguments that fit.");
	}

	static RejectedCallException notAllowed(String reason) {
		return new RejectedCallException(
				ToolOutcome.sentence("The call was not allowed" + (reason.isEmpty() ? "" : ": " + reason))
						+ " Do not repeat it.");
	}

	/**
	 * What the model is told.
	 */
	String text() {
		return this.text;
	}

}
