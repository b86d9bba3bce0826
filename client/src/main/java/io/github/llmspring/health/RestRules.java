package io.github.llmspring.health;

import java.time.Duration;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a failure says about whether to ask the same model again soon, and about the
 * service's health.
 */
final class RestRules {

	private static final Duration BUSY = Duration.ofSeconds(5);

	private static final Duration LOCKED_OUT = Duration.ofMinutes(5);

	private RestRules() {
	}

	/**
	 * How long to ask others after a failure, or {@code null} where it says nothing.
	 */
	static @Nullable Duration rest(LlmException failure) {
		Duration asked = failure.retryAfter();
		if (asked != null && asked.isZero()) {
			// another key may do at once
			return null;
		}
		return switch (failure.reason()) {
			case RATE_LIMITED, OVERLOADED -> (asked != null) ? asked : BUSY;
			case AUTHENTICATION, QUOTA_EXHAUSTED ->
				!shuns(failure) ? null : (asked != null && asked.compareTo(LOCKED_OUT) > 0) ? asked : LOCKED_OUT;
			default -> null;
		};
	}

	/**
	 * Whether the same call would probably fail again now: the service is not well, or it
	 * does not accept the key, the account or the model.
	 */
	static boolean isTrouble(Throwable failure) {
		return counts(failure) || shuns(failure)
				|| (failure instanceof LlmException known && known.reason() == Reason.MODEL_NOT_FOUND);
	}

	/**
	 * Whether the service lets no call of this account in.
	 */
	static boolean shuns(Throwable failure) {
		// retryable where another key may do
		return failure instanceof LlmException known && !known.retryable()
				&& (known.reason() == Reason.AUTHENTICATION || known.reason() == Reason.QUOTA_EXHAUSTED);
	}

	/**
	 * Whether a failure is a sign that the service is not well: it failed, fell silent or
	 * was not to be reached. That it says no, be it for the request, the key or the rate,
	 * is none, and nothing that was decided on this side is.
	 */
	static boolean counts(Throwable failure) {
		if (!(failure instanceof LlmException known)) {
			return true;
		}
		Integer status = known.status();
		if (status != null && status >= 400 && status < 500) {
			return false;
		}
		Reason reason = known.reason();
		return switch (reason) {
			case OVERLOADED, SERVER_ERROR, TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE, CONNECTION,
					STREAM_TRUNCATED, MALFORMED_RESPONSE ->
				true;
			default -> false;
		};
	}

}
