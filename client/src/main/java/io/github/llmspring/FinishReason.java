package io.github.llmspring;

/**
 * Why a model stopped, in the same words for every service.
 * <p>
 * The service's own word stays in {@link ChatResponse#rawFinishReason()}.
 */
public enum FinishReason {

	/**
	 * The answer is finished.
	 */
	STOP,

	/**
	 * A limit of tokens was reached: the answer is cut off.
	 */
	LENGTH,

	/**
	 * The model wants tools to be called before it goes on.
	 */
	TOOL_CALLS,

	/**
	 * The service or the model refused, or took part of the answer away.
	 */
	CONTENT_FILTER,

	/**
	 * The service paused a long turn; send the answer back to let it go on.
	 */
	PAUSE,

	/**
	 * The service reports that the model failed.
	 */
	ERROR,

	/**
	 * Something this version has no word for.
	 */
	OTHER

}
