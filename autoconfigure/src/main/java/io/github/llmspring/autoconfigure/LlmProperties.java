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
	 * Model that makes vectors of texts where a request names none: a model address such
	 * as 'openai/text-embedding-3-small', or the id of a provider that has a model for
	 * embeddings. Not needed where only one has.
	 */
	private @Nullable String defaultEmbeddingModel;

	/**
	 * Providers by id. The id is a free word of lower case letters, digits and dashes;
	 * where it is the name of a known service, it picks that service. Without any
	 * provider an embedded one called 'simulated' answers.
	 */
	private Map<String, ProviderProperties> providers = new LinkedHashMap<>();

	/**
	 * Bounds of running tools for a model.
	 */
	private Tools tools = new Tools();

	public @Nullable String getDefaultModel() {
		return this.defaultModel;
	}

	public void setDefaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
	}

	public @Nullable String getDefaultEmbeddingModel() {
		return this.defaultEmbeddingModel;
	}

	public void setDefaultEmbeddingModel(@Nullable String defaultEmbeddingModel) {
		this.defaultEmbeddingModel = defaultEmbeddingModel;
	}

	public Map<String, ProviderProperties> getProviders() {
		return this.providers;
	}

	public void setProviders(Map<String, ProviderProperties> providers) {
		this.providers = providers;
	}

	public Tools getTools() {
		return this.tools;
	}

	public void setTools(Tools tools) {
		this.tools = tools;
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

}
