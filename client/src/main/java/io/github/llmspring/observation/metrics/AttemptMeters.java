package io.github.llmspring.observation.metrics;

import java.util.List;

import io.github.llmspring.Attempt;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.observation.ObservationNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Counters of failures that others made good: of the same model, or of another one.
 */
final class AttemptMeters {

	private final MeterRegistry registry;

	AttemptMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Counts the attempts of one model that were followed by another of the same.
	 */
	void retries(List<Attempt> attempts) {
		for (int i = 1; i < attempts.size(); i++) {
			Attempt failed = attempts.get(i - 1);
			if (failed.reason() != null && failed.address().equals(attempts.get(i).address())) {
				count(ObservationNames.RETRIES, failed, Tags.empty());
			}
		}
	}

	/**
	 * Counts the models of a route that were followed by another one. One that lost
	 * against a faster one did not fail.
	 */
	void fallbacks(@Nullable String route, List<Attempt> attempts) {
		for (int i = 1; i < attempts.size(); i++) {
			Attempt failed = attempts.get(i - 1);
			if (failed.reason() != null && failed.reason() != Reason.CANCELLED
					&& !failed.address().equals(attempts.get(i).address())) {
				count(ObservationNames.FALLBACKS, failed,
						Tags.of(ObservationNames.ROUTE, (route != null) ? route : KeyValue.NONE_VALUE));
			}
		}
	}

	private void count(String name, Attempt failed, Tags tags) {
		String model = failed.address().model();
		Reason reason = failed.reason();
		Counter.builder(name)
			.tags(tags.and(ObservationNames.PROVIDER_ID, failed.address().provider(), ObservationNames.REQUEST_MODEL,
					(model != null) ? model : KeyValue.NONE_VALUE, ObservationNames.ERROR_TYPE,
					(reason != null) ? reason.code() : KeyValue.NONE_VALUE))
			.register(this.registry)
			.increment();
	}

}
