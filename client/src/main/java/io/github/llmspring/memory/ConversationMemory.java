package io.github.llmspring.memory;

import java.util.Objects;

/**
 * Where conversations are kept, and how much of one goes along with a request.
 *
 * @param store where they are kept
 * @param maxTokens the most tokens of earlier messages that are sent, as
 * {@link TokenEstimate} counts
 */
public record ConversationMemory(ConversationStore store, int maxTokens) {

	/**
	 * Tokens of earlier messages that are sent where nothing else is said.
	 */
	public static final int DEFAULT_MAX_TOKENS = 16_000;

	public ConversationMemory {
		Objects.requireNonNull(store, "'store' must not be null");
		if (maxTokens < 1) {
			throw new IllegalArgumentException("'maxTokens' must be above 0, but is " + maxTokens);
		}
	}

	/**
	 * Memory in this process, within the default bounds.
	 * @return a memory with nothing in it
	 */
	public static ConversationMemory inMemory() {
		return new ConversationMemory(InMemoryConversationStore.withDefaults(), DEFAULT_MAX_TOKENS);
	}

}
