package io.github.llmspring.autoconfigure.report;

import java.time.Instant;
import java.util.Map;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.health.BreakerState;
import io.github.llmspring.health.CandidateState;
import io.github.llmspring.health.LastFailure;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one model, and of a call that failed. Nothing that a service said is
 * among it.
 */
public final class ModelReport {

	private ModelReport() {
	}

	/**
	 * Name of a model among those of its provider.
	 * @param address the provider and the model
	 * @return the model, or {@code default} where the provider chooses it itself
	 */
	public static String name(ModelAddress address) {
		return (address.model() != null) ? address.model() : "default";
	}

	/**
	 * What is known of a model.
	 * @param state its state
	 * @return the values by name
	 */
	public static Map<String, Object> of(CandidateState state) {
		return new Report().with("condition", state.condition())
			.with("breaker", (state.breaker() != BreakerState.NONE) ? state.breaker() : null)
			.with("rest", rest(state))
			.with("inFlight", state.inFlight())
			.with("timeToFirstToken", state.timeToFirstEvent())
			.with("timeToAnswer", state.timeToAnswer())
			.with("lastAnswer", state.answeredAt())
			.with("lastFailure", of(state.lastFailure()))
			.with("toldByService", told(state.limits()))
			.values();
	}

	/**
	 * What is known of a call that failed.
	 * @param failure the failure, or {@code null} where there was none
	 * @return the values by name, none where there was no failure
	 */
	public static Map<String, Object> of(@Nullable LastFailure failure) {
		return (failure == null) ? Map.of()
				: new Report().with("at", failure.at())
					.with("reason", failure.code())
					.with("status", failure.status())
					.with("requestId", failure.requestId())
					.with("words", failure.words())
					.values();
	}

	private static Map<String, Object> rest(CandidateState state) {
		Instant until = state.restUntil();
		return (until == null) ? Map.of()
				: new Report().with("until", until.equals(Instant.MAX) ? "it is ended by hand" : until)
					.with("why", state.why())
					.values();
	}

	private static Map<String, Object> told(@Nullable RateLimitState limits) {
		return (limits == null) ? Map.of()
				: new Report().with("at", limits.toldAt())
					.with("requests", left(limits.requests()))
					.with("tokens", left(limits.tokens()))
					.values();
	}

	private static Map<String, Object> left(@Nullable Allowance allowance) {
		return (allowance == null) ? Map.of()
				: new Report().with("left", allowance.remaining())
					.with("limit", allowance.limit())
					.with("resetAt", allowance.resetAt())
					.values();
	}

}
