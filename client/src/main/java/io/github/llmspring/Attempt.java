package io.github.llmspring;

import java.time.Duration;

import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with one model on the way to an answer.
 * <p>
 * One that was refused on this side before anything was sent counts as well, and took no
 * time.
 *
 * @param address the provider and the model that were asked
 * @param reason why there was no answer, or {@code null} where it answered
 * @param status the HTTP status of a failure, or {@code null} where it answered or none
 * came
 * @param duration how long the exchange took, until the answer was whole or failed
 * @param waited how long was waited before it, zero for the first
 */
public record Attempt(ModelAddress address, @Nullable Reason reason, @Nullable Integer status, Duration duration,
		Duration waited) {

	/**
	 * Whether the answer came of this attempt.
	 * @return whether it answered
	 */
	public boolean answered() {
		return this.reason == null;
	}

}
