package io.github.llmspring.health;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.EmbeddingResponse;

/**
 * One call of a candidate that is under way. It ends once: whatever is told of it later
 * is not heard.
 */
final class CandidateCall extends AtomicBoolean {

	private final Candidate candidate;

	private final Breaker breaker;

	private final long permit;

	private final boolean streaming;

	private final Instant begun;

	CandidateCall(Candidate candidate, Breaker breaker, long permit, boolean streaming, Instant begun) {
		this.candidate = candidate;
		this.breaker = breaker;
		this.permit = permit;
		this.streaming = streaming;
		this.begun = begun;
	}

	/**
	 * The first event has come.
	 */
	void began() {
		this.candidate.began(this.streaming, this.candidate.since(this.begun));
	}

	/**
	 * The whole answer has come.
	 */
	void answered(ChatResponse response) {
		this.candidate.told(response.rateLimits());
		answered();
	}

	/**
	 * The vectors have come.
	 */
	void answered(EmbeddingResponse response) {
		this.candidate.told(response.rateLimits());
		answered();
	}

	void answered() {
		if (end()) {
			if (this.breaker != Breaker.NONE) {
				this.breaker.succeeded(this.permit, this.candidate.since(this.begun));
			}
			this.candidate.answered(this.begun);
		}
	}

	void failed(Throwable failure) {
		if (end()) {
			Duration after = this.candidate.since(this.begun);
			if (RestRules.counts(failure)) {
				this.breaker.failed(this.permit, after, failure);
			}
			else {
				this.breaker.release(this.permit);
			}
			this.candidate.failed(failure);
		}
	}

	/**
	 * Nobody wants the answer any more.
	 */
	void abandoned() {
		if (end()) {
			this.breaker.release(this.permit);
			this.candidate.abandoned();
		}
	}

	private boolean end() {
		return compareAndSet(false, true);
	}

}
