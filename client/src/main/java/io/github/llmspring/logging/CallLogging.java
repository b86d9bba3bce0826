package io.github.llmspring.logging;

import io.github.llmspring.redaction.Redactor;

/**
 * How calls of models are logged: one entry for each, at the level {@code INFO}, with
 * fields that a structured log carries.
 *
 * @param redactor what all texts in an entry go through
 * @param content whether an entry holds what was asked and answered, as far as the
 * redactor leaves it
 */
public record CallLogging(Redactor redactor, boolean content) {

	/**
	 * Name of the logger.
	 */
	public static final String LOGGER = "io.github.llmspring.calls";

	/**
	 * Logging of everything but content.
	 */
	public static final CallLogging WITHOUT_CONTENT = new CallLogging(Redactor.DEFAULTS, false);

}
