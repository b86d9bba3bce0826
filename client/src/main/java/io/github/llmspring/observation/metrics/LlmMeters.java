package io.github.llmspring.observation.metrics;

import java.util.function.LongConsumer;

import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.observation.CallObservationContext;
import io.github.llmspring.observation.ChatObservationContext;
import io.github.llmspring.observation.ChunkTimes;
import io.github.llmspring.observation.LlmObservation;
import io.github.llmspring.observation.ModelObservationContext;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Meters of what this library observes: how long it took, tokens, the beginnings of
 * streams, retries and fallbacks, and how the models that are asked are.
 * <p>
 * It takes the place of Micrometer's own handler for these observations, whose timers
 * would have an {@code error} tag that always says the same, and which looks up each
 * meter by its tags. Where both are registered, it has to be the first of a
 * {@code FirstMatchingCompositeObservationHandler}, as Spring Boot does it.
 */
public final class LlmMeters implements MeterObservationHandler<Observation.Context>, ChunkTimes {

	private final OperationMeters operations;

	private final AttemptMeters attempts;

	private final CandidateMeters candidates;

	private final Generation generation;

	/**
	 * Meters in a registry.
	 * @param registry the registry
	 * @param generation the names to use, those of the observations
	 * @param health tells how the models are
	 */
	public LlmMeters(MeterRegistry registry, Generation generation, CandidateHealth health) {
		this.operations = new OperationMeters(registry, generation);
		this.attempts = new AttemptMeters(registry);
		this.candidates = new CandidateMeters(registry, health);
		this.generation = generation;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof LlmObservation;
	}

	@Override
	public void onStart(Observation.Context context) {
		if (context instanceof ModelObservationContext model) {
			this.candidates.asked(model.providerId(), model.requestModel());
		}
	}

	@Override
	public void onStop(Observation.Context context) {
		OperationMeters.Operation operation = this.operations.of(context);
		operation.duration().record(((LlmObservation) context).duration());
		if (context instanceof ModelObservationContext model) {
			operation.tokens().record(model.usage());
			this.attempts.retries(model.attempts());
			this.candidates.told(model.providerId(), model.requestModel(), model.rateLimits());
		}
		if (context instanceof ChatObservationContext chat && chat.timeToFirstChunk() != null) {
			operation.timeToFirstChunk().record(chat.timeToFirstChunk());
		}
		if (context instanceof CallObservationContext call) {
			this.attempts.fallbacks(call.route(), call.attempts());
		}
	}

	@Override
	public LongConsumer of(ChatObservationContext context) {
		return this.operations.timer(this.generation.timePerOutputChunk(), context.getLowCardinalityKeyValues());
	}

}
