package io.github.llmspring.observation;

import io.github.llmspring.observation.ObservationNames.Generation;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names of texts that are turned into vectors, by OpenTelemetry's conventions for
 * generative AI.
 */
public class EmbeddingObservationConvention implements ObservationConvention<EmbeddingObservationContext> {

	private final Generation generation;

	private final ModelObservationContext.DetailsSource details = this::details;

	/**
	 * Names of a generation.
	 * @param generation the generation
	 */
	public EmbeddingObservationConvention(Generation generation) {
		this.generation = generation;
	}

	@Override
	public String getName() {
		return ObservationNames.OPERATION_DURATION;
	}

	@Override
	public String getContextualName(EmbeddingObservationContext context) {
		return ModelTags.spanName(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EmbeddingObservationContext context) {
		return ModelTags.of(context);
	}

	/**
	 * Has what only traces show made where somebody asks for it.
	 */
	@Override
	public KeyValues getHighCardinalityKeyValues(EmbeddingObservationContext context) {
		context.details(this.details);
		return KeyValues.empty();
	}

	private KeyValues details(ModelObservationContext context) {
		Integer dimensions = ((EmbeddingObservationContext) context).request().options().dimensions();
		Details details = new Details().add(ObservationNames.EMBEDDINGS_DIMENSION_COUNT, dimensions)
			.add(ObservationNames.ATTEMPTS, context.attempts().isEmpty() ? null : context.attempts().size());
		return ModelTags.usage(details, context.usage(), this.generation.cacheWriteTokens()).keyValues();
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof EmbeddingObservationContext;
	}

}
