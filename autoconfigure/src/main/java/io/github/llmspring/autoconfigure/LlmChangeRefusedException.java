package io.github.llmspring.autoconfigure;

/**
 * A change at run time that was refused as a whole. Its message says why in the words
 * that would explain why an application with such a configuration does not start.
 */
public final class LlmChangeRefusedException extends RuntimeException {

	LlmChangeRefusedException(String message, Throwable cause) {
		super(message, cause);
	}

}
