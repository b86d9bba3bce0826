package io.github.llmspring.observation;

import java.util.function.LongSupplier;

import io.github.llmspring.ToolFunction;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.redaction.Redactor;
import io.github.llmspring.tools.ToolCaller;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Calls tools and has that observed. What a tool observes itself is within it.
 *
 * @param kind where observations go and how they are named
 * @param content what content goes through before it is shown, or {@code null}
 * @param ticker tells the time in nanoseconds
 */
record ObservedTools(ObservationKind<ToolObservationContext> kind, @Nullable Redactor content,
		LongSupplier ticker) implements ToolCaller {

	@Override
	public ToolOutput call(ToolFunction function, ToolInvocation invocation) throws Exception {
		if (this.kind.isNoop()) {
			return function.call(invocation);
		}
		ToolObservationContext context = new ToolObservationContext(invocation, this.content, this.ticker);
		Observation observation = this.kind.start(context, Context.empty());
		OpenObservation<ToolOutput> open = new OpenObservation<>(observation, context.course(), context::answered,
				this.content);
		try (Observation.Scope scope = observation.openScope()) {
			ToolOutput output = function.call(invocation);
			open.answered(output);
			return output;
		}
		catch (Throwable ex) {
			open.failed(ex);
			throw ex;
		}
	}

}
