package io.github.llmspring.wire;

import io.github.llmspring.LlmException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Exceptions for answers that cannot be read.
 */
public final class UnreadableAnswer {

	private UnreadableAnswer() {
	}

	/**
	 * Exception for an answer that cannot be read.
	 * @param what what is wrong with it, in a clause
	 * @return the exception
	 */
	public static LlmException because(String what) {
		return LlmException.of(LlmException.Reason.MALFORMED_RESPONSE, "the answer cannot be read: " + what);
	}

	/**
	 * Exception for an answer that is no valid JSON.
	 * @param what what is not valid, as the subject of a clause
	 * @param cause what the parser says
	 * @return the exception
	 */
	public static LlmException invalid(String what, JacksonException cause) {
		String said = String.valueOf(cause.getOriginalMessage());
		if (cause instanceof StreamConstraintsException) {
			LlmException exceeded = because(clause(said.replaceAll(", from `[^`]*`", "")));
			return said.contains("nesting depth") ? exceeded.toBuilder()
				.advice("Raise limits.depth if the service really nests its answers so deeply.")
				.build() : exceeded;
		}
		return because((cause instanceof UnexpectedEndOfInputException) ? "the JSON ends in the middle"
				: what + " is no valid JSON: " + clause(said.split(": was expecting")[0]));
	}

	private static String clause(String sentence) {
		return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
	}

}
