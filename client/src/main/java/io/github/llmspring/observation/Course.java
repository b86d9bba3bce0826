package io.github.llmspring.observation;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.github.llmspring.LlmException;
import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * When something that is observed began, when its first piece came, how it ended. Written
 * by one thread at a time.
 */
final class Course {

	static final KeyValue NO_ERROR = KeyValue.of(ObservationNames.ERROR_TYPE, KeyValue.NONE_VALUE);

	private final LongSupplier ticker;

	private final long begun;

	private long firstPiece;

	private boolean hasPiece;

	private long ended;

	private Outcome outcome = Outcome.NONE;

	private @Nullable Throwable failure;

	Course(LongSupplier ticker) {
		this.ticker = ticker;
		this.begun = ticker.getAsLong();
	}

	void piece() {
		this.firstPiece = this.ticker.getAsLong();
		this.hasPiece = true;
	}

	void answered() {
		end(Outcome.ANSWERED);
	}

	void failed(Throwable failure) {
		this.failure = failure;
		end(Outcome.FAILED);
	}

	void cancelled() {
		end(Outcome.CANCELLED);
	}

	private void end(Outcome outcome) {
		this.ended = this.ticker.getAsLong();
		this.outcome = outcome;
	}

	Duration duration() {
		long until = (this.outcome != Outcome.NONE) ? this.ended : this.ticker.getAsLong();
		return Duration.ofNanos(Math.max(0, until - this.begun));
	}

	@Nullable Duration timeToFirstPiece() {
		return this.hasPiece ? Duration.ofNanos(Math.max(0, this.firstPiece - this.begun)) : null;
	}

	Outcome outcome() {
		return this.outcome;
	}

	@Nullable LlmException failure() {
		return (this.failure instanceof LlmException known) ? known : null;
	}

	KeyValue error() {
		return (this.failure != null) ? KeyValue.of(ObservationNames.ERROR_TYPE, errorType(this.failure)) : NO_ERROR;
	}

	private static String errorType(Throwable failure) {
		return (failure instanceof LlmException known) ? known.reason().code() : failure.getClass().getName();
	}

}
