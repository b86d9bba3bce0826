package io.github.llmspring.observation;

/**
 * All names of observations, meters and tags. Those that begin with {@code gen_ai} are
 * OpenTelemetry's, those that begin with {@code llm} are of this project.
 */
public final class ObservationNames {

	// what is observed

	/**
	 * One call: a route or a model is asked once, whatever it takes to answer.
	 */
	public static final String CALL = "llm.call";

	/**
	 * An answer for which tools are run: calls and tools by turns.
	 */
	public static final String TOOL_LOOP = "llm.tool.loop";

	/**
	 * One run of a tool.
	 */
	public static final String EXECUTE_TOOL_DURATION = "gen_ai.execute_tool.duration";

	/**
	 * One question to one model that is no chat.
	 */
	public static final String OPERATION_DURATION = "gen_ai.client.operation.duration";

	// meters

	/**
	 * Attempts of one model that failed and were followed by another.
	 */
	public static final String RETRIES = "llm.retries";

	/**
	 * Models of a route that failed and were followed by another model.
	 */
	public static final String FALLBACKS = "llm.fallbacks";

	/**
	 * State of a model's circuit breaker: 0 where it is closed, 1 half open, 2 open.
	 */
	public static final String CIRCUIT_STATE = "llm.circuit.state";

	/**
	 * Exchanges with a model that are under way.
	 */
	public static final String IN_FLIGHT = "llm.in.flight";

	/**
	 * How much longer a model rests.
	 */
	public static final String REST_LEFT = "llm.rest.left";

	/**
	 * What a service said is left of its limits.
	 */
	public static final String RATE_LIMIT_REMAINING = "llm.rate.limit.remaining";

	/**
	 * What calls cost.
	 */
	public static final String COST = "llm.cost";

	/**
	 * Exchanges whose cost is not known, such as those with a model without a price.
	 */
	public static final String COST_UNKNOWN = "llm.cost.unknown";

	/**
	 * What is left of a budget.
	 */
	public static final String BUDGET_REMAINING = "llm.budget.remaining";

	// tags of OpenTelemetry

	public static final String OPERATION_NAME = "gen_ai.operation.name";

	public static final String PROVIDER_NAME = "gen_ai.provider.name";

	public static final String REQUEST_MODEL = "gen_ai.request.model";

	public static final String REQUEST_STREAM = "gen_ai.request.stream";

	public static final String REQUEST_MAX_TOKENS = "gen_ai.request.max_tokens";

	public static final String REQUEST_TEMPERATURE = "gen_ai.request.temperature";

	public static final String REQUEST_TOP_P = "gen_ai.request.top_p";

	public static final String REQUEST_SEED = "gen_ai.request.seed";

	public static final String REQUEST_STOP_SEQUENCES = "gen_ai.request.stop_sequences";

	public static final String REQUEST_FREQUENCY_PENALTY = "gen_ai.request.frequency_penalty";

	public static final String REQUEST_PRESENCE_PENALTY = "gen_ai.request.presence_penalty";

	public static final String OUTPUT_TYPE = "gen_ai.output.type";

	public static final String CONVERSATION_ID = "gen_ai.conversation.id";

	public static final String RESPONSE_ID = "gen_ai.response.id";

	public static final String RESPONSE_MODEL = "gen_ai.response.model";

	public static final String RESPONSE_FINISH_REASONS = "gen_ai.response.finish_reasons";

	public static final String RESPONSE_TIME_TO_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

	public static final String USAGE_INPUT_TOKENS = "gen_ai.usage.input_tokens";

	public static final String USAGE_OUTPUT_TOKENS = "gen_ai.usage.output_tokens";

	public static final String USAGE_CACHE_READ_TOKENS = "gen_ai.usage.cache_read.input_tokens";

	public static final String USAGE_REASONING_TOKENS = "gen_ai.usage.reasoning.output_tokens";

	public static final String EMBEDDINGS_DIMENSION_COUNT = "gen_ai.embeddings.dimension.count";

	public static final String INPUT_MESSAGES = "gen_ai.input.messages";

	public static final String OUTPUT_MESSAGES = "gen_ai.output.messages";

	public static final String TOKEN_TYPE = "gen_ai.token.type";

	public static final String TOKEN_MODALITY = "gen_ai.token.modality";

	public static final String TOOL_NAME = "gen_ai.tool.name";

	public static final String TOOL_TYPE = "gen_ai.tool.type";

	public static final String TOOL_CALL_ID = "gen_ai.tool.call.id";

	public static final String TOOL_CALL_ARGUMENTS = "gen_ai.tool.call.arguments";

	public static final String TOOL_CALL_RESULT = "gen_ai.tool.call.result";

	public static final String SERVER_ADDRESS = "server.address";

	public static final String SERVER_PORT = "server.port";

	public static final String ERROR_TYPE = "error.type";

	// tags of this project

	/**
	 * Id of the configured provider, where {@link #PROVIDER_NAME} is the kind of service.
	 */
	public static final String PROVIDER_ID = "llm.provider.id";

	/**
	 * Name of the route that was asked.
	 */
	public static final String ROUTE = "llm.route";

	/**
	 * Whether it was answered, failed or was cancelled.
	 */
	public static final String OUTCOME = "llm.outcome";

	/**
	 * Limit that something is left of: requests or tokens.
	 */
	public static final String LIMIT = "llm.limit";

	/**
	 * Number of exchanges that it took.
	 */
	public static final String ATTEMPTS = "llm.attempts";

	/**
	 * Name of the HTTP exchange, to quote when asking the service's support.
	 */
	public static final String REQUEST_ID = "llm.request.id";

	/**
	 * Currency of an amount of money.
	 */
	public static final String CURRENCY = "llm.currency";

	/**
	 * Name of a budget.
	 */
	public static final String BUDGET = "llm.budget";

	/**
	 * Beginning of a tag that a caller gave.
	 */
	public static final String CALLER_TAG = "llm.tag.";

	private ObservationNames() {
	}

	/**
	 * Generations of OpenTelemetry's names; what differs between them.
	 */
	public enum Generation {

		/**
		 * Names of the version 1.41, which tools and dashboards know.
		 */
		V1_41(OPERATION_DURATION, "gen_ai.client.operation.time_to_first_chunk",
				"gen_ai.client.operation.time_per_output_chunk", "gen_ai.usage.cache_creation.input_tokens",
				"gen_ai.client.token.usage", "gen_ai.client.token.usage"),

		/**
		 * Names of the version that is being made, in which they may still change.
		 */
		LATEST("gen_ai.client.inference.duration", "gen_ai.client.inference.time_to_first_chunk",
				"gen_ai.client.inference.time_per_output_chunk", "gen_ai.usage.cache_write.input_tokens",
				"gen_ai.client.inference.operation.input_tokens", "gen_ai.client.inference.operation.output_tokens");

		/**
		 * Beginning of the names of counters of tokens.
		 */
		public static final String TOKEN_COUNTERS = "gen_ai.client.inference.usage.";

		private final String chatDuration;

		private final String timeToFirstChunk;

		private final String timePerOutputChunk;

		private final String cacheWriteTokens;

		private final String inputTokens;

		private final String outputTokens;

		Generation(String chatDuration, String timeToFirstChunk, String timePerOutputChunk, String cacheWriteTokens,
				String inputTokens, String outputTokens) {
			this.chatDuration = chatDuration;
			this.timeToFirstChunk = timeToFirstChunk;
			this.timePerOutputChunk = timePerOutputChunk;
			this.cacheWriteTokens = cacheWriteTokens;
			this.inputTokens = inputTokens;
			this.outputTokens = outputTokens;
		}

		/**
		 * One question to one model, retries included.
		 * @return the name of the observation and its timer
		 */
		public String chatDuration() {
			return this.chatDuration;
		}

		/**
		 * Time until a stream began.
		 * @return the name of the timer
		 */
		public String timeToFirstChunk() {
			return this.timeToFirstChunk;
		}

		/**
		 * Time between two pieces of a stream.
		 * @return the name of the timer
		 */
		public String timePerOutputChunk() {
			return this.timePerOutputChunk;
		}

		/**
		 * Tokens that were written to a cache.
		 * @return the name of the tag
		 */
		public String cacheWriteTokens() {
			return this.cacheWriteTokens;
		}

		/**
		 * Tokens sent in one operation.
		 * @return the name of the histogram
		 */
		public String inputTokens() {
			return this.inputTokens;
		}

		/**
		 * Tokens made in one operation.
		 * @return the name of the histogram
		 */
		public String outputTokens() {
			return this.outputTokens;
		}

	}

}
