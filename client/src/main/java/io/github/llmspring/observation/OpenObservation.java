package io.github.llmspring.observation;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

import io.github.llmspring.LlmException;
import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

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

	private volatile int over;

	OpenObservation(Observation observation, Course course, Consumer<A> answer) {
		this.observation = observation;
		this.course = course;
		this.answer = answer;
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
				this.observation.error(withoutWords(failure));
			}
			catch (RuntimeException ex) {
				logger.debug("An observation does not take an error", ex);
			}
			stop();
		}
	}

	/**
	 * A failure without what the service said, which may be what it was asked: traces are
	 * read by more people than the answers are for.
	 */
	private static Throwable withoutWords(Throwable failure) {
		if (!(failure instanceof LlmException known)) {
			return failure;
		}
		LlmException told = LlmException.builder(known.reason(), known.reason().code())
			.provider(known.provider())
			.model(known.model())
			.status(known.status())
			.requestId(known.requestId())
			.build();
		told.setStackTrace(known.getStackTrace());
		return told;
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
