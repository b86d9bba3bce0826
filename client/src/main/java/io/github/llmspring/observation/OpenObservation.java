package io.github.llmspring.observation;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

import io.github.llmspring.redaction.Redactor;
import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An observation under way, which ends once: whatever is told later is not heard. Where
 * it cannot be ended, the call goes on all the same.
 *
 * @param <A> the type of the answer
 */
final class OpenObservation<A> {

	private static final Log logger = LogFactory.getLog(OpenObservation.class);

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<OpenObservation> OVER = AtomicIntegerFieldUpdater
		.newUpdater(OpenObservation.class, "over");

	private final Observation observation;

	private final Course course;

	private final Consumer<A> answer;

	private final @Nullable Redactor content;

	private volatile int over;

	OpenObservation(Observation observation, Course course, Consumer<A> answer) {
		this(observation, course, answer, null);
	}

	/**
	 * Observation under way.
	 * @param content what words of exceptions go through before they are shown, or
	 * {@code null} where they are not
	 */
	OpenObservation(Observation observation, Course course, Consumer<A> answer, @Nullable Redactor content) {
		this.observation = observation;
		this.course = course;
		this.answer = answer;
		this.content = content;
	}

	Observation observation() {
		return this.observation;
	}

	/**
	 * The first piece has come.
	 */
	void piece() {
		this.course.piece();
	}

	void answered(A response) {
		if (end()) {
			this.answer.accept(response);
			this.course.answered();
			stop();
		}
	}

	void failed(Throwable failure) {
		if (end()) {
			this.course.failed(failure);
			try {
				this.observation.error(FailureWithoutWords.of(failure, this.content));
			}
			catch (RuntimeException ex) {
				logger.debug("An observation does not take an error", ex);
			}
			stop();
		}
	}

	void cancelled() {
		if (end()) {
			this.course.cancelled();
			stop();
		}
	}

	private boolean end() {
		return OVER.compareAndSet(this, 0, 1);
	}

	private void stop() {
		try {
			this.observation.stop();
		}
		catch (RuntimeException ex) {
			logger.debug("An observation cannot be ended", ex);
		}
	}

}
