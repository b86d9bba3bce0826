package io.github.llmspring.observation;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.github.llmspring.ToolInvocation;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.redaction.Redactor;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * One run of a tool, on the tool's thread.
 */
public final class ToolObservationContext extends Observation.Context implements LlmObservation {

	private final ToolInvocation invocation;

	private final @Nullable Redactor content;

	private final Course course;

	private @Nullable ToolOutput output;

	ToolObservationContext(ToolInvocation invocation, @Nullable Redactor content, LongSupplier ticker) {
		this.invocation = invocation;
		this.content = content;
		this.course = new Course(ticker);
	}

	/**
	 * What the model asks for.
	 * @return the call
	 */
	public ToolInvocation invocation() {
		return this.invocation;
	}

	/**
	 * What the tool answered.
	 * @return the output, or {@code null} where it failed
	 */
	public @Nullable ToolOutput output() {
		return this.output;
	}

	@Override
	public Duration duration() {
		return this.course.duration();
	}

	@Override
	public Outcome outcome() {
		return this.course.outcome();
	}

	@Override
	public String errorType() {
		return this.course.error().getValue();
	}

	/**
	 * What content goes through before it is shown, or {@code null} where it is not.
	 */
	@Nullable Redactor content() {
		return this.content;
	}

	Course course() {
		return this.course;
	}

	void answered(ToolOutput output) {
		this.output = output;
	}

}
