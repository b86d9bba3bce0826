package io.github.llmspring.observation;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.micrometer.observation.Observation;

/**
 * What is known of everything that is observed and is no client of a service.
 */
abstract class TimedContext extends Observation.Context implements LlmObservation {

	private final Course course;

	TimedContext(LongSupplier ticker) {
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

}
