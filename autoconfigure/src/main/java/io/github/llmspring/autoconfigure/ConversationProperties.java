package io.github.llmspring.autoconfigure;

import java.time.Duration;

/**
 * How conversations are remembered.
 */
class ConversationProperties {

	/**
	 * Where conversations are kept: in this process, or in the application's database. A
	 * ConversationStore bean replaces both.
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
		 * When to create the table. The names are those of Spring Boot's own, which is
		 * not always there.
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
