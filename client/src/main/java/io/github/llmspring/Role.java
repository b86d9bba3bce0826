package io.github.llmspring;

/**
 * Who says a {@link Message}.
 */
public enum Role {

	/**
	 * The application, setting the rules of the conversation.
	 */
	SYSTEM,

	/**
	 * The person, or the program acting for them.
	 */
	USER,

	/**
	 * The model.
	 */
	ASSISTANT,

	/**
	 * A tool that the model called: holds {@link Content.ToolResult tool results} only.
	 */
	TOOL

}
