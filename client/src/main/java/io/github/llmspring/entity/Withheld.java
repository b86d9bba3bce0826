package io.github.llmspring.entity;

import java.util.List;
import java.util.Optional;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.schema.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Answers that hold no value for a reason of their own: there is nothing in them to mend.
 */
final class Withheld {

	private static final int LONGEST_QUOTE = 300;

	private Withheld() {
	}

	/**
	 * Failure that an answer is, or {@code null} where it is worth reading.
	 */
	static LlmException.@Nullable Builder failure(ChatRequest request, ChatResponse answer) {
		return switch (answer.finishReason()) {
			case CONTENT_FILTER -> filtered(answer);
			case LENGTH ->
				LlmException.builder(Reason.OUTPUT_TRUNCATED, "the answer was cut off by the limit of tokens, after "
						+ answer.content().length() + " characters");
			default -> callForCaller(request, answer).map(Withheld::unanswered).orElse(null);
		};
	}

	/**
	 * Failure that holds an answer.
	 */
	static LlmException of(ChatResponse answer, LlmException.Builder failure) {
		return failure.provider(answer.provider())
			.model(answer.model())
			.partial(answer)
			.attempts(answer.attempts())
			.build();
	}

	private static LlmException.Builder filtered(ChatResponse answer) {
		String raw = String.valueOf(answer.rawFinishReason());
		String refusal = answer.refusal();
		if (refusal != null || raw.equalsIgnoreCase("refusal")) {
			String words = (refusal != null && !refusal.isBlank()) ? refusal : answer.content();
			return LlmException.builder(Reason.REFUSED, "the model refused" + quote(words));
		}
		return LlmException.builder(Reason.CONTENT_FILTERED,
				"the answer was filtered (" + raw + ")" + quote(answer.content()));
	}

	private static String quote(String text) {
		String words = text.strip();
		return words.isEmpty() ? "" : ": \"" + Excerpt.of(words, LONGEST_QUOTE) + "\"";
	}

	private static Optional<Content.ToolCall> callForCaller(ChatRequest request, ChatResponse answer) {
		List<Content.ToolCall> calls = answer.toolCalls();
		return calls.stream()
			.filter((call) -> request.tools().stream().anyMatch((tool) -> tool.name().equals(call.name())))
			.findFirst();
	}

	private static LlmException.Builder unanswered(Content.ToolCall call) {
		return LlmException
			.builder(Reason.UNSUPPORTED,
					"before it answers, the model asks for the tool '" + call.name() + "', which was not run")
			.advice("Give the tool a function and use a client that runs tools, or read call() and answer the call.");
	}

}
