package io.github.llmspring.autoconfigure;

import java.time.Duration;

import io.github.llmspring.memory.ConversationMemory;
import io.github.llmspring.memory.ConversationStore;
import io.github.llmspring.memory.InMemoryConversationStore;

import org.springframework.core.env.Environment;

/**
 * Makes what remembers conversations of the properties under {@code llm.conversation},
 * checked to be more than nothing.
 */
final class ConversationFactory {

	private static final String PREFIX = "llm.conversation.";

	private final ConversationProperties properties;

	private final ConfigurationOrigins origins;

	private final PositiveValues values;

	ConversationFactory(LlmProperties properties, Environment environment) {
		this.properties = properties.getConversation();
		this.origins = ConfigurationOrigins.of(environment);
		this.values = new PositiveValues(this.origins, PREFIX);
	}

	/**
	 * Store in this process, for applications that have chosen no other.
	 */
	ConversationStore inMemory() {
		if (this.properties.getStore() == ConversationProperties.Store.JDBC) {
			throw this.origins.invalid(PREFIX + "store", "jdbc",
					"There is no JdbcClient bean to keep conversations with, or more than one and none is primary.",
					"Add spring-boot-starter-jdbc and a database, or set it to 'memory'.");
		}
		return new InMemoryConversationStore(
				this.values.number("max-conversations", this.properties.getMaxConversations()),
				this.values.number("max-tokens", this.properties.getMaxTokens()), idleTime());
	}

	ConversationMemory memory(ConversationStore store) {
		return new ConversationMemory(store, this.values.number("max-tokens", this.properties.getMaxTokens()));
	}

	private Duration idleTime() {
		Duration idleTime = this.properties.getIdleTime();
		if (idleTime.isZero() || idleTime.isNegative()) {
			throw this.origins.invalid(PREFIX + "idle-time", idleTime.toString(), "It is not above 0.",
					"Set it to a time such as 30m or 12h.");
		}
		return idleTime;
	}

}
