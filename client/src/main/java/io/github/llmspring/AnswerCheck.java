package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether an answer has the form that was asked for.
 */
@FunctionalInterface
public interface AnswerCheck {

	/**
	 * What is wrong with an answer.
	 * @param answer the answer
	 * @return what to mend, told to the model, or {@code null} where the answer fits
	 */
	@Nullable String problem(ChatResponse answer);

}
