package io.github.llmspring.observation;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

/**
 * Names of calls. They are of this project: what OpenTelemetry counts is each question to
 * one model, and a call above it that had the same names would be counted twice.
 */
public class CallObservationConvention implements ObservationConvention<CallObservationContext> {

	@Override
	public String getName() {
		return ObservationNames.CALL;
	}

	@Override
	public String getContextualName(CallObservationContext context) {
		String asked = context.request().model();
		return (asked != null) ? "call " + asked : "call";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
		return KeyValues.of(context.course().error(), context.outcome().keyValue(),
				ModelTags.tag(ObservationNames.PROVIDER_ID, provider(context)),
				ModelTags.tag(ObservationNames.ROUTE, context.route()));
	}

	/**
	 * Provider that answered, or whose failure it was.
	 */
	private static @Nullable String provider(CallObservationContext context) {
		ChatResponse response = context.response();
		LlmException failure = context.course().failure();
		if (response != null) {
			return response.provider();
		}
		return (failure != null) ? failure.provider() : null;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(CallObservationContext context) {
		return (context.outcome() == Outcome.NONE || context.attempts().size() < 2) ? KeyValues.empty()
				: KeyValues.of(ObservationNames.ATTEMPTS, Integer.toString(context.attempts().size()));
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallObservationContext;
	}

}
