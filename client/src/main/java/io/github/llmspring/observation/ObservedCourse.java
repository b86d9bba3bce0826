package io.github.llmspring.observation;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Something that is observed here, not asked of a service: when it began, how it ended
 * and what came of it.
 *
 * @param <A> the type of what comes of it
 */
abstract class ObservedCourse<A> extends Observation.Context implements LlmObservation {

	private final Course course;

	private @Nullable A answer;

	ObservedCourse(LongSupplier ticker) {
		this.course = new Course(ticker);
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

	@Nullable A answer() {
		return this.answer;
	}

	void answered(A answer) {
		this.answer = answer;
	}

}
