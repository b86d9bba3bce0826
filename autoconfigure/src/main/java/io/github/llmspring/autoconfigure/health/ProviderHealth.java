package io.github.llmspring.autoconfigure.health;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.autoconfigure.report.ModelReport;
import io.github.llmspring.autoconfigure.report.Report;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import io.github.llmspring.health.Condition;
import io.github.llmspring.health.LastFailure;
import io.github.llmspring.routing.Hindrance;
import io.github.llmspring.routing.ProviderEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of one provider.
 *
 * @param health knows how models are
 * @param probes what came of asking for lists of models, by provider
 */
record ProviderHealth(CandidateHealth health, Map<String, Probe> probes) {

	/**
	 * Status of a provider whose last calls failed.
	 */
	static final Status FAILING = new Status("FAILING");

	/**
	 * Status of a provider that somebody switched off.
	 */
	static final Status DISABLED = new Status("DISABLED");

	Health of(ProviderEntry entry) {
		List<CandidateState> models = this.health.states()
			.stream()
			.filter((state) -> state.address().provider().equals(entry.id()))
			.toList();
		Instant answered = latestAnswer(models);
		Probe probe = this.probes.get(entry.id());
		Verdict verdict = verdict(entry, models, answered, probe);
		return Health.status(verdict.status())
			.withDetails(new Report().with("reason", verdict.reason())
				.with("lastAnswer", answered)
				.with("lastFailure", ModelReport.of(lastFailure(models)))
				.with("failingModels",
						models.stream()
							.filter((state) -> state.condition() == Condition.FAILING)
							.map((state) -> ModelReport.name(state.address()))
							.toList())
				.with("inFlight", models.stream().mapToInt(CandidateState::inFlight).sum())
				.with("probe", (probe != null) ? probed(probe) : null)
				.values())
			.build();
	}

	private Verdict verdict(ProviderEntry entry, List<CandidateState> models, @Nullable Instant answered,
			@Nullable Probe probe) {
		if (this.health.switches().isOff(entry.id())) {
			return new Verdict(DISABLED, "it was disabled by hand");
		}
		Hindrance hindrance = entry.traits().hindrance().now();
		if (hindrance != null) {
			return new Verdict(Status.UNKNOWN, hindrance.words());
		}
		if (models.stream().anyMatch((state) -> failedAfter(state, answered))) {
			return new Verdict(FAILING, "the last call failed");
		}
		if (probe != null && probe.failedAfter(answered)) {
			return new Verdict(FAILING, "it cannot be reached");
		}
		boolean well = models.stream().anyMatch(ProviderHealth::answered) || (probe != null && probe.answered());
		return well ? new Verdict(Status.UP, null) : new Verdict(Status.UNKNOWN,
				models.isEmpty() ? "it was not asked yet" : "no call told anything lately");
	}

	/**
	 * Whether a model failed after the provider answered last. That the model does not
	 * exist is no trouble of the provider.
	 */
	private static boolean failedAfter(CandidateState state, @Nullable Instant answered) {
		LastFailure failure = state.lastFailure();
		return state.condition() == Condition.FAILING && failure != null && failure.reason() != Reason.MODEL_NOT_FOUND
				&& (answered == null || failure.at().isAfter(answered) || answered.equals(state.answeredAt()));
	}

	/**
	 * Whether a model answered, and has not failed so since that nobody knows how it is.
	 */
	private static boolean answered(CandidateState state) {
		return state.answeredAt() != null && state.condition() != Condition.UNKNOWN;
	}

	private static @Nullable Instant latestAnswer(List<CandidateState> models) {
		Instant latest = null;
		for (CandidateState state : models) {
			Instant answered = state.answeredAt();
			if (answered != null && (latest == null || answered.isAfter(latest))) {
				latest = answered;
			}
		}
		return latest;
	}

	private static @Nullable LastFailure lastFailure(List<CandidateState> models) {
		LastFailure last = null;
		for (CandidateState state : models) {
			LastFailure failure = state.lastFailure();
			if (failure != null && (last == null || failure.at().isAfter(last.at()))) {
				last = failure;
			}
		}
		return last;
	}

	private static Map<String, Object> probed(Probe probe) {
		return new Report().with("at", probe.at()).with("failure", ModelReport.of(probe.failure())).values();
	}

	private record Verdict(Status status, @Nullable String reason) {
	}

}
