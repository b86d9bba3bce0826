package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * How much a model should think before it answers: a degree, or a number of tokens.
 *
 * @param effort the degree, or {@code null}
 * @param tokens the most tokens to think, or {@code null}
 */
public record ReasoningControl(@Nullable Effort effort, @Nullable Integer tokens) {

	public ReasoningControl {
		if ((effort == null) == (tokens == null)) {
			throw new IllegalArgumentException("Either 'effort' or 'tokens' must be set");
		}
	}

	/**
	 * Thinking to a degree.
	 * @param effort the degree
	 * @return the control
	 */
	public static ReasoningControl of(Effort effort) {
		return new ReasoningControl(effort, null);
	}

	/**
	 * Thinking within a number of tokens.
	 * @param tokens the most tokens to think, 0 for no thinking
	 * @return the control
	 */
	public static ReasoningControl ofTokens(int tokens) {
		return new ReasoningControl(null, tokens);
	}

	/**
	 * Degrees of thinking, from none to all there is.
	 */
	public enum Effort {

		/**
		 * No thinking.
		 */
		NONE,

		/**
		 * As little as possible.
		 */
		MINIMAL,

		/**
		 * A little.
		 */
		LOW,

		/**
		 * As much as usual.
		 */
		MEDIUM,

		/**
		 * Much.
		 */
		HIGH,

		/**
		 * Very much.
		 */
		XHIGH,

		/**
		 * All there is.
		 */
		MAX

	}

}
