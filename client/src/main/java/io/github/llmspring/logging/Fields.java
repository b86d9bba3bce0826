package io.github.llmspring.logging;

/**
 * Names of the fields of an entry: those of OpenTelemetry where it has a name. None is
 * the beginning of another one, so that formats which nest them can.
 */
final class Fields {

	static final String OPERATION = "gen_ai.operation.name";

	static final String ASKED = "llm.asked";

	static final String OUTCOME = "llm.outcome";

	static final String STREAM = "llm.stream";

	static final String PROVIDER = "llm.provider.id";

	static final String REQUEST_MODEL = "gen_ai.request.model";

	static final String RESPONSE_MODEL = "gen_ai.response.model";

	static final String RESPONSE_ID = "gen_ai.response.id";

	static final String FINISH_REASON = "gen_ai.response.finish_reasons";

	static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";

	static final String CACHED_TOKENS = "gen_ai.usage.cache_read.input_tokens";

	static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";

	static final String REASONING_TOKENS = "gen_ai.usage.reasoning.output_tokens";

	static final String COST = "llm.cost";

	static final String CURRENCY = "llm.currency";

	static final String DURATION = "llm.duration_ms";

	static final String FIRST_CHUNK = "llm.first_chunk_ms";

	static final String ATTEMPTS = "llm.attempts";

	static final String FAILED_ATTEMPTS = "llm.failed_attempts";

	static final String WARNINGS = "llm.warnings";

	static final String TEXTS = "llm.texts";

	static final String ERROR = "error.type";

	static final String ERROR_MESSAGE = "error.message";

	static final String STATUS = "http.response.status_code";

	static final String REQUEST_ID = "llm.request.id";

	static final String TAGS = "llm.tags";

	static final String INPUT = "gen_ai.input.messages";

	static final String OUTPUT = "gen_ai.output.messages";

	private Fields() {
	}

}
