package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Everything that can be configured under {@code llm}.
 */
@ConfigurationProperties("llm")
public class LlmProperties {

	/**
	 * Model that answers where a request names none: a model address such as
	 * 'openai/gpt-5-mini', or the id of a provider that has a model. Not needed with a
	 * single provider.
	 */
	private @Nullable String defaultModel;

	/**
	 * Providers by id. The id is a free word of lower case letters, digits and dashes;
	 * where it is the name of a known service, it picks that service. Without any
	 * provider an embedded one called 'simulated' answers.
	 */
	private Map<String, ProviderProperties> providers = new LinkedHashMap<>();

	private Conversation conversation = new Conversation();

	public @Nullable String getDefaultModel() {
		return this.defaultModel;
	}

	public void setDefaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
	}

	public Map<String, ProviderProperties> getProviders() {
		return this.providers;
	}

	public void setProviders(Map<String, ProviderProperties> providers) {
		this.providers = providers;
	}

	public Conversation getConversation() {
		return this.conversation;
	}

	public void setConversation(Conversation conversation) {
		this.conversation = conversation;
	}

	/**
	 * How conversations are remembered.
	 */
	public static class Conversation {

		/**
		 * Where conversations are kept: in this process, or in the application's
		 * database. A ConversationStore bean replaces both.
		 */
		private Store store = Store.MEMORY;

		/**
		 * Most tokens of earlier messages to send along with a request, estimated as a
		 * quarter of their bytes. A conversation in memory is not kept beyond it.
		 */
		private int maxTokens = 16000;

		/**
		 * Most conversations to keep in memory. The one unused for the longest time makes
		 * room.
		 */
		private int maxConversations = 1000;

		/**
		 * Time after which an unused conversation in memory is forgotten.
		 */
		private Duration idleTime = Duration.ofHours(1);

		private Jdbc jdbc = new Jdbc();

		public Store getStore() {
			return this.store;
		}

		public void setStore(Store store) {
			this.store = store;
		}

		public int getMaxTokens() {
			return this.maxTokens;
		}

		public void setMaxTokens(int maxTokens) {
			this.maxTokens = maxTokens;
		}

		public int getMaxConversations() {
			return this.maxConversations;
		}

		public void setMaxConversations(int maxConversations) {
			this.maxConversations = maxConversations;
		}

		public Duration getIdleTime() {
			return this.idleTime;
		}

		public void setIdleTime(Duration idleTime) {
			this.idleTime = idleTime;
		}

		public Jdbc getJdbc() {
			return this.jdbc;
		}

		public void setJdbc(Jdbc jdbc) {
			this.jdbc = jdbc;
		}

		/**
		 * Places to keep conversations.
		 */
		public enum Store {

			/**
			 * This process.
			 */
			MEMORY,

			/**
			 * The application's database.
			 */
			JDBC

		}

		/**
		 * How conversations are kept in a database.
		 */
		public static class Jdbc {

			/**
			 * When to create the table at start-up: only in embedded databases, always or
			 * never.
			 */
			private InitializeSchema initializeSchema = InitializeSchema.EMBEDDED;

			public InitializeSchema getInitializeSchema() {
				return this.initializeSchema;
			}

			public void setInitializeSchema(InitializeSchema initializeSchema) {
				this.initializeSchema = initializeSchema;
			}

			/**
			 * When to create the table. The names are those of Spring Boot's own, which
			 * is not always there.
			 */
			public enum InitializeSchema {

				/**
				 * In every database.
				 */
				ALWAYS,

				/**
				 * In embedded databases.
				 */
				EMBEDDED,

				/**
				 * In no database.
				 */
				NEVER

			}

		}

	}

}
