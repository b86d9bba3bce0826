package io.github.llmspring.samples.routing;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a question: who answered, and what was tried before.
 *
 * @param answer the answer, or {@code null} where nobody gave one
 * @param provider who answered, or {@code null}
 * @param model the model that answered, or {@code null}
 * @param problem why there is no answer, or {@code null}
 * @param attempts what was tried, in order
 * @param millis how long all of it took
 */
record Story(@Nullable String answer, @Nullable String provider, @Nullable String model, @Nullable String problem,
		List<Step> attempts, long millis) {

	static Story of(ChatResponse response, Duration total) {
		return new Story(response.content(), response.provider(), response.model(), null, steps(response.attempts()),
				total.toMillis());
	}

	static Story of(LlmException failure, Duration total) {
		return new Story(null, null, null, failure.getMessage(), steps(failure.attempts()), total.toMillis());
	}

	private static List<Step> steps(List<Attempt> attempts) {
		return attempts.stream().map(Step::of).toList();
	}

	/**
	 * One attempt.
	 *
	 * @param provider who was asked
	 * @param model the model that was asked
	 * @param reason why it did not answer, or {@code null} where it did
	 * @param waited how long was waited before, in milliseconds
	 * @param millis how long it took
	 */
	record Step(String provider, @Nullable String model, LlmException.@Nullable Reason reason, long waited,
			long millis) {

		static Step of(Attempt attempt) {
			return new Step(attempt.address().provider(), attempt.address().model(), attempt.reason(),
					attempt.waited().toMillis(), attempt.duration().toMillis());
		}

	}

}
