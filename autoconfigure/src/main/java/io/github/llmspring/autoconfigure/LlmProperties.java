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

	/**
	 * How servers of language models on this machine are found.
	 */
	private Discovery discovery = new Discovery();

	/**
	 * Bounds of running tools for a model.
	 */
	private Tools tools = new Tools();

	/**
	 * How conversations are remembered.
	 */
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

	public Discovery getDiscovery() {
		return this.discovery;
	}

	public void setDiscovery(Discovery discovery) {
		this.discovery = discovery;
	}

	public Tools getTools() {
		return this.tools;
	}

	public void setTools(Tools tools) {
		this.tools = tools;
	}

	public Conversation getConversation() {
		return this.conversation;
	}

	public void setConversation(Conversation conversation) {
		this.conversation = conversation;
	}

	/**
	 * How servers of language models on this machine are found.
	 */
	public static class Discovery {

		/**
		 * Whether to look for servers such as Ollama on this machine at start-up. Those
		 * that answer become providers.
		 */
		private boolean enabled;

		/**
		 * Ports to look at by the name of the service, such as 'ollama', where it is not
		 * the usual one; 0 to leave the service out.
		 */
		private Map<String, Integer> ports = new LinkedHashMap<>();

		/**
		 * Longest time to look for all of them.
		 */
		private Duration timeout = Duration.ofMillis(500);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Map<String, Integer> getPorts() {
			return this.ports;
		}

		public void setPorts(Map<String, Integer> ports) {
			this.ports = ports;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * Bounds of running tools for a model.
	 */
	public static class Tools {

		/**
		 * Most times to ask the model for one answer. Where it wants tools to be run even
		 * then, the call fails.
		 */
		private int maxTurns = 20;

		/**
		 * Most calls of tools for one answer. Where the model wants more, the call fails.
		 */
		private int maxCalls = 100;

		/**
		 * Most calls of tools to run in one turn. The model is told that further ones
		 * were not run.
		 */
		private int maxCallsPerTurn = 32;

		/**
		 * Longest arguments of one call, in characters.
		 */
		private int maxArguments = 1_000_000;

		/**
		 * Most calls of one turn to run at the same time.
		 */
		private int parallel = 16;

		/**
		 * How long tools may take.
		 */
		private Timeout timeout = new Timeout();

		public int getMaxTurns() {
			return this.maxTurns;
		}

		public void setMaxTurns(int maxTurns) {
			this.maxTurns = maxTurns;
		}

		public int getMaxCalls() {
			return this.maxCalls;
		}

		public void setMaxCalls(int maxCalls) {
			this.maxCalls = maxCalls;
		}

		public int getMaxCallsPerTurn() {
			return this.maxCallsPerTurn;
		}

		public void setMaxCallsPerTurn(int maxCallsPerTurn) {
			this.maxCallsPerTurn = maxCallsPerTurn;
		}

		public int getMaxArguments() {
			return this.maxArguments;
		}

		public void setMaxArguments(int maxArguments) {
			this.maxArguments = maxArguments;
		}

		public int getParallel() {
			return this.parallel;
		}

		public void setParallel(int parallel) {
			this.parallel = parallel;
		}

		public Timeout getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Timeout timeout) {
			this.timeout = timeout;
		}

		/**
		 * How long tools may take.
		 */
		public static class Timeout {

			/**
			 * Longest time of one call, approval and the wait for a thread included. Then
			 * the tool is interrupted and the model is told.
			 */
			private Duration call = Duration.ofMinutes(1);

			/**
			 * Longest time of the whole answer, all turns and tools included.
			 */
			private Duration total = Duration.ofMinutes(10);

			public Duration getCall() {
				return this.call;
			}

			public void setCall(Duration call) {
				this.call = call;
			}

			public Duration getTotal() {
				return this.total;
			}

			public void setTotal(Duration total) {
				this.total = total;
			}

		}

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
