package io.github.llmspring.observation;

import io.github.llmspring.Content;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.redaction.Redactor;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names of runs of tools, by OpenTelemetry's conventions for generative AI. Arguments and
 * results are in none of them, unless that is wanted.
 */
public class ToolObservationConvention implements ObservationConvention<ToolObservationContext> {

	private static final String OPERATION = "execute_tool";

	private static final KeyValue OPERATION_NAME = KeyValue.of(ObservationNames.OPERATION_NAME, OPERATION);

	private static final KeyValue TYPE = KeyValue.of(ObservationNames.TOOL_TYPE, "function");

	@Override
	public String getName() {
		return ObservationNames.EXECUTE_TOOL_DURATION;
	}

	@Override
	public String getContextualName(ToolObservationContext context) {
		return OPERATION + " " + call(context).name();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ToolObservationContext context) {
		return KeyValues.of(context.course().error(), OPERATION_NAME,
				ModelTags.tag(ObservationNames.TOOL_NAME, call(context).name()), TYPE, context.outcome().keyValue());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ToolObservationContext context) {
		Details details = new Details().add(ObservationNames.TOOL_CALL_ID, call(context).id());
		Redactor content = context.content();
		ToolOutput output = context.output();
		if (content != null) {
			details.add(ObservationNames.TOOL_CALL_ARGUMENTS, content.redact(call(context).arguments()))
				.add(ObservationNames.TOOL_CALL_RESULT, (output != null) ? content.redact(output.text()) : null);
		}
		return details.keyValues();
	}

	private static Content.ToolCall call(ToolObservationContext context) {
		return context.invocation().call();
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ToolObservationContext;
	}

}
