package io.github.llmspring.samples.tools;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EntityResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the assistant answers.
 *
 * @param advice its advice
 * @param toolCalls what it looked up for it; results come in the order of the calls
 */
record Answer(Advice advice, List<Call> toolCalls) {

	static Answer of(EntityResponse<Advice> answer) {
		ChatResponse response = answer.response();
		List<Content.ToolResult> results = pieces(response, Content.ToolResult.class).toList();
		List<Content.ToolCall> calls = pieces(response, Content.ToolCall.class).toList();
		return new Answer(answer.entity(),
				IntStream.range(0, calls.size())
					.mapToObj(
							(index) -> Call.of(calls.get(index), (index < results.size()) ? results.get(index) : null))
					.toList());
	}

	private static <T extends Content> Stream<T> pieces(ChatResponse response, Class<T> type) {
		return response.messages().stream().flatMap((message) -> message.pieces(type).stream());
	}

	/**
	 * A tool that was called, and what it said if it was run.
	 */
	record Call(String tool, String arguments, @Nullable String result) {

		static Call of(Content.ToolCall call, Content.@Nullable ToolResult result) {
			return new Call(call.name(), call.arguments(), (result != null) ? result.text() : null);
		}

	}

}
