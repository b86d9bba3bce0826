package io.github.llmspring.routing;

import io.github.llmspring.LlmException.Reason;

/**
 * Whether another model may do better where one failed before its first event.
 */
final class FallbackRules {

	private FallbackRules() {
	}

	static boolean mayAnotherDo(Reason reason, Route route) {
		return switch (reason) {
			case MODEL_NOT_FOUND, CONTEXT_TOO_LONG, UNSUPPORTED, AUTHENTICATION, QUOTA_EXHAUSTED, RATE_LIMITED,
					RATE_LIMITED_LOCALLY, OVERLOADED, CIRCUIT_OPEN, SERVER_ERROR, TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN,
					TIMEOUT_IDLE, CONNECTION, STREAM_TRUNCATED, MALFORMED_RESPONSE ->
				true;
			case CONTENT_FILTERED, REFUSED -> route.filteredElsewhere();
			case INVALID_REQUEST, CANCELLED, CONVERSATION_CONFLICT, CONVERSATION_STORE, OUTPUT_TRUNCATED,
					BUDGET_EXCEEDED, RESIDENCY, TIMEOUT_TOTAL ->
				false;
		};
	}

}
