package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * Whether a model has to call a tool, and which.
 *
 * @param mode how free the model is
 * @param tool the tool it has to call in mode {@code NAMED}, else {@code null}
 */
public record ToolChoice(Mode mode, @Nullable String tool) {

	/**
	 * The model decides.
	 */
	public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, null);

	/**
	 * The model has to call a tool.
	 */
	public static final ToolChoice REQUIRED = new ToolChoice(Mode.REQUIRED, null);

	/**
	 * The model must not call a tool.
	 */
	public static final ToolChoice NONE = new ToolChoice(Mode.NONE, null);

	public ToolChoice {
		if ((mode == Mode.NAMED) != (tool != null)) {
			throw new IllegalArgumentException("'tool' must be set for mode NAMED and for no other");
		}
	}

	/**
	 * The model has to call this tool.
	 * @param tool the tool's name
	 * @return the choice
	 */
	public static ToolChoice named(String tool) {
		return new ToolChoice(Mode.NAMED, tool);
	}

	/**
	 * Whether the model has to call a tool.
	 * @return whether it has to
	 */
	public boolean forcesCall() {
		return this.mode == Mode.REQUIRED || this.mode == Mode.NAMED;
	}

	/**
	 * Choice for the turns after the first: a model that had to call a tool has done so,
	 * and would have to call tools for ever.
	 * @return this choice, but {@link #AUTO} where it forces a call
	 */
	public ToolChoice afterCall() {
		return forcesCall() ? AUTO : this;
	}

	/**
	 * How free a model is to call tools.
	 */
	public enum Mode {

		/**
		 * It decides itself.
		 */
		AUTO,

		/**
		 * It has to call at least one.
		 */
		REQUIRED,

		/**
		 * It must call none.
		 */
		NONE,

		/**
		 * It has to call one by name.
		 */
		NAMED

	}

}
