package io.github.llmspring.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.llmspring.Usage;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Tags that questions to models have in common. All meters of one name must have the same
 * ones, so what is not known is {@code none}.
 */
final class ModelTags {

	/**
	 * Tags whose value is not known, by name.
	 */
	private static final Map<String, KeyValue> UNKNOWN = new ConcurrentHashMap<>();

	private ModelTags() {
	}

	static KeyValues of(ModelObservationContext context) {
		ModelIdentity model = context.identity();
		// in the order of their names, which spares sorting them
		return KeyValues.of(context.course().error(), model.operation(), model.nameTag(), context.requestModelTag(),
				tag(ObservationNames.RESPONSE_MODEL, context.responseModel()), context.outcome().keyValue(),
				model.idTag(), model.hostTag(), model.portTag());
	}

	static KeyValue tag(String name, @Nullable String value) {
		return (value != null && !value.isEmpty()) ? KeyValue.of(name, value)
				: UNKNOWN.computeIfAbsent(name, (unknown) -> KeyValue.of(unknown, KeyValue.NONE_VALUE));
	}

	static String spanName(ModelObservationContext context) {
		return (context.requestModel() != null) ? context.operation() + " " + context.requestModel()
				: context.operation();
	}

	static Details usage(Details details, Usage usage, String cacheWriteTokens) {
		return details.add(ObservationNames.USAGE_INPUT_TOKENS, usage.inputTokens())
			.add(ObservationNames.USAGE_OUTPUT_TOKENS, usage.outputTokens())
			.add(ObservationNames.USAGE_CACHE_READ_TOKENS, usage.cachedInputTokens())
			.add(cacheWriteTokens, usage.cacheWriteTokens())
			.add(ObservationNames.USAGE_REASONING_TOKENS, usage.reasoningTokens());
	}

}
