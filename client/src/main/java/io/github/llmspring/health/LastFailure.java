package io.github.llmspring.health;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a call that failed. It holds nothing that the service said: that
 * may quote what it was asked.
 *
 * @param at when the call failed
 * @param reason whose fault it was, or {@code null} where nobody knows
 * @param status the HTTP status of the service's answer, or {@code null} where there was
 * none
 * @param requestId the name of the exchange, to ask the service's support about, or
 * {@code null} where the service gave none
 * @param words what happened, in words that are our own, or {@code null} where only the
 * service has said something
 */
public record LastFailure(Instant at, @Nullable Reason reason, @Nullable Integer status, @Nullable String requestId,
		@Nullable String words) {

	/**
	 * Failures that are noticed here, before or without an answer of the service.
	 */
	private static final Set<Reason> OWN = EnumSet.of(Reason.RATE_LIMITED_LOCALLY, Reason.CIRCUIT_OPEN,
			Reason.TIMEOUT_CONNECT, Reason.TIMEOUT_FIRST_TOKEN, Reason.TIMEOUT_IDLE, Reason.TIMEOUT_TOTAL,
			Reason.CONNECTION);

	/**
	 * What may be told of a failure.
	 * @param failure the failure
	 * @param at when the call failed
	 * @return what may be told
	 */
	public static LastFailure of(Throwable failure, Instant at) {
		if (!(failure instanceof LlmException known)) {
			return new LastFailure(at, null, null, null, null);
		}
		boolean own = known.status() == null && OWN.contains(known.reason());
		return new LastFailure(at, known.reason(), known.status(), known.requestId(), own ? known.detail() : null);
	}

	/**
	 * The reason as the tag of a metric has it.
	 * @return the reason in lower case, {@code other} where nobody knows it
	 */
	public String code() {
		return (this.reason != null) ? this.reason.code() : "other";
	}

}
