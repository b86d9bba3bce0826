package io.github.llmspring;

import java.util.Objects;

/**
 * What a tool answers.
 *
 * @param text the answer as text or JSON
 * @param last whether the text is the whole answer, so that the model is not asked again
 */
public record ToolOutput(String text, boolean last) {

	public ToolOutput {
		Objects.requireNonNull(text, "'text' must not be null");
	}

	/**
	 * Answer that the model works on with.
	 * @param text the answer as text or JSON
	 * @return the output
	 */
	public static ToolOutput of(String text) {
		return new ToolOutput(text, false);
	}

	/**
	 * Answer that ends the conversation's turn: it goes to the caller as it is.
	 * @param text the answer as text or JSON
	 * @return the output
	 */
	public static ToolOutput last(String text) {
		return new ToolOutput(text, true);
	}

}
