package io.github.llmspring.observation;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * An answer for which tools may be run: calls and runs of tools by turns.
 */
public final class ToolLoopObservationContext extends Observation.Context implements LlmObservation {

	private final ChatRequest request;

	private final Course course;

	private @Nullable ChatResponse response;

	ToolLoopObservationContext(ChatRequest request, LongSupplier ticker) {
		this.request = request;
		this.course = new Course(ticker);
	}

	/**
	 * What is asked.
	 * @return the request with the tools
	 */
	public ChatRequest request() {
		return this.request;
	}

	/**
	 * Answer of the last turn.
	 * @return the answer, or {@code null} where there is none
	 */
	public @Nullable ChatResponse response() {
		return this.response;
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

	Course course() {
		return this.course;
	}

	void answered(ChatResponse response) {
		this.response = response;
	}

}
