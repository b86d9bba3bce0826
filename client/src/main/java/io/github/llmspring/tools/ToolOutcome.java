package io.github.llmspring.tools;

import java.time.Duration;

import io.github.llmspring.Content;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.schema.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param result what the model is told
 * @param last whether the result is the whole answer
 * @param warning what the application should know, or {@code null}
 */
record ToolOutcome(Content.ToolResult result, boolean last, @Nullable String warning) {

	private static final int LONGEST_REASON = 500;

	static ToolOutcome of(Content.ToolCall call, ToolOutput output) {
		return new ToolOutcome(Content.ToolResult.of(call, output.text()), output.last(), null);
	}

	/**
	 * Outcome of a call that the model should not have made, or made otherwise.
	 */
	static ToolOutcome rejected(Content.ToolCall call, String text) {
		return new ToolOutcome(Content.ToolResult.failed(call, text), false, null);
	}

	/**
	 * Outcome of a call that failed through no fault of the model.
	 */
	static ToolOutcome failed(Content.ToolCall call, Throwable failure) {
		String message = (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
		return failed(call, "failed: " + Excerpt.of(message, LONGEST_REASON));
	}

	static ToolOutcome late(Content.ToolCall call, Duration limit) {
		return failed(call, "did not answer within " + limit.toMillis() + " ms and was stopped");
	}

	static ToolOutcome noThread(Content.ToolCall call) {
		return failed(call, "was not run: too many tools are at work");
	}

	private static ToolOutcome failed(Content.ToolCall call, String what) {
		return new ToolOutcome(Content.ToolResult.failed(call, sentence("The tool " + what)), false,
				sentence("The tool '" + call.name() + "' " + what));
	}

	/**
	 * Words with a full stop, unless they bring their own end.
	 */
	static String sentence(String words) {
		return words.matches("(?s).*[.!?]") ? words : words + ".";
	}

}
