package io.github.llmspring.routing;

import io.github.llmspring.LlmException;

/**
 * Whether another model may do better where one failed before its first event and there
 * is time left: where the time of one candidate is over, that of the call need not be.
 */
final class FallbackRules {

	private FallbackRules() {
	}

	static boolean mayAnotherDo(LlmException failure, Route route) {
		return switch (failure.reason()) {
			case MODEL_NOT_FOUND, CONTEXT_TOO_LONG, UNSUPPORTED, AUTHENTICATION, QUOTA_EXHAUSTED, RATE_LIMITED,
					RATE_LIMITED_LOCALLY, OVERLOADED, CIRCUIT_OPEN, SERVER_ERROR, TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN,
					TIMEOUT_IDLE, TIMEOUT_TOTAL, CONNECTION, STREAM_TRUNCATED, MALFORMED_RESPONSE ->
				true;
			case CONTENT_FILTERED, REFUSED -> route.filteredElsewhere();
			// only where the service says that trying again may help
			case INVALID_REQUEST -> failure.retryable();
			case CANCELLED, CONVERSATION_CONFLICT, CONVERSATION_STORE, OUTPUT_TRUNCATED, BUDGET_EXCEEDED, RESIDENCY ->
				false;
		};
	}

}
