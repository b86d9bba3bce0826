package io.github.llmspring.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names of answers for which tools may be run.
 */
public class ToolLoopObservationConvention implements ObservationConvention<ToolLoopObservationContext> {

	@Override
	public String getName() {
		return ObservationNames.TOOL_LOOP;
	}

	@Override
	public String getContextualName(ToolLoopObservationContext context) {
		return "tool loop";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ToolLoopObservationContext context) {
		return KeyValues.of(context.course().error(), context.outcome().keyValue());
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ToolLoopObservationContext;
	}

}
