package io.github.llmspring.benchmarks;

/**
 * What all measurements ask.
 */
public final class Prompts {

	/**
	 * The system prompt.
	 */
	public static final String SYSTEM = "You are a patient guide to the coast. Answer in one paragraph, name no "
			+ "sources, and say so where you do not know.";

	/**
	 * The question.
	 */
	public static final String USER = "What does the keeper of a lighthouse do all day, and what happens when there "
			+ "is fog and the lamp cannot be seen from the sea?";

	private Prompts() {
	}

}
