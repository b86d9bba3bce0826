package io.github.llmspring.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.autoconfigure.report.Report;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import io.github.llmspring.health.Condition;
import io.github.llmspring.routing.Hindrance;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the default model or a route: whether somebody can answer.
 *
 * @param router knows who would be asked, and does not change
 * @param health knows how models are
 * @param probes what came of asking for lists of models, by provider
 */
record ServedHealth(ModelRouter router, CandidateHealth health, Map<String, Probe> probes) {

	Health of(@Nullable String route) {
		String asked = (route != null) ? route : this.router.defaultModel();
		if (asked == null || (route != null && !this.router.routes().contains(route))) {
			return Health.unknown().withDetail("reason", "it was removed meanwhile").build();
		}
		List<ModelAddress> candidates = this.router.routes().contains(asked) ? this.router.candidates(asked)
				: List.of(this.router.resolve(asked));
		Map<String, Object> models = new LinkedHashMap<>();
		Status status = Status.DOWN;
		for (ModelAddress address : candidates) {
			Standing standing = standing(address);
			models.put(address.toString(), standing.words());
			if (standing == Standing.WELL || (standing == Standing.UNKNOWN && status == Status.DOWN)) {
				status = standing.status();
			}
		}
		return Health.status(status)
			.withDetails(new Report().with("address", (route == null) ? asked : null)
				.with("reason", (status == Status.DOWN) ? "nobody can answer" : null)
				.with("models", models)
				.values())
			.build();
	}

	private Standing standing(ModelAddress address) {
		ProviderEntry entry = this.router.entries().get(address.provider());
		if (entry == null) {
			return Standing.down("no such provider any more");
		}
		if (this.health.switches().isOff(address.provider())) {
			return Standing.down("disabled");
		}
		Hindrance hindrance = entry.traits().hindrance().now();
		if (hindrance != null) {
			return Standing.down(hindrance.words());
		}
		CandidateState state = this.health.state(address);
		Probe probe = this.probes.get(address.provider());
		if (state.condition() == Condition.FAILING || (probe != null && probe.failedAfter(state.answeredAt()))) {
			return Standing.down("failing");
		}
		return (state.condition() == Condition.WELL || (probe != null && probe.answered())) ? Standing.WELL
				: Standing.UNKNOWN;
	}

	private record Standing(Status status, String words) {

		static final Standing WELL = new Standing(Status.UP, "well");

		static final Standing UNKNOWN = new Standing(Status.UNKNOWN, "unknown");

		static Standing down(String words) {
			return new Standing(Status.DOWN, words);
		}

	}

}
