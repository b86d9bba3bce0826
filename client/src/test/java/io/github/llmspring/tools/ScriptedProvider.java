package io.github.llmspring.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import reactor.core.publisher.Flux;

/**
 * Provider whose turns a test has written; the last one is said again and again.
 */
final class ScriptedProvider implements ChatProvider {

	private final List<Object> turns;

	private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

	private ScriptedProvider(List<Object> turns) {
		this.turns = turns;
	}

	/**
	 * Provider of turns.
	 * @param turns each a {@link ChatResponse} or an {@link LlmException}
	 */
	static ScriptedProvider of(Object... turns) {
		return new ScriptedProvider(List.of(turns));
	}

	static ChatResponse says(String text) {
		return turn().content(new Content.Text(text)).finishReason(FinishReason.STOP, "stop").build();
	}

	static ChatResponse calls(Content.ToolCall... calls) {
		ChatResponse.Builder turn = turn().finishReason(FinishReason.TOOL_CALLS, "tool_calls");
		List.of(calls).forEach(turn::content);
		return turn.build();
	}

	static ChatResponse.Builder turn() {
		return ChatResponse.builder().provider("acme").model("m1").usage(new Usage(10L, 0L, null, 2L, 0L, Map.of()));
	}

	static Content.ToolCall call(String id, String name, String arguments) {
		return new Content.ToolCall(id, name, arguments);
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			this.requests.add(request);
			Object turn = this.turns.get(Math.min(this.requests.size(), this.turns.size()) - 1);
			return (turn instanceof LlmException failure) ? Flux.error(failure)
					: Flux.fromIterable(events(request, (ChatResponse) turn));
		});
	}

	private static List<ChatEvent> events(ChatRequest request, ChatResponse turn) {
		List<ChatEvent> events = new ArrayList<>();
		if (request.streaming() && !turn.content().isEmpty()) {
			events.add(new ChatEvent.TextDelta(turn.content()));
		}
		if (request.streaming()) {
			for (int i = 0; i < turn.toolCalls().size(); i++) {
				Content.ToolCall call = turn.toolCalls().get(i);
				events.add(new ChatEvent.ToolCallDelta(i, call.id(), call.name(), call.arguments()));
			}
		}
		events.add(new ChatEvent.Completed(turn));
		return events;
	}

	List<ChatRequest> requests() {
		return this.requests;
	}

	/**
	 * Results that the model was sent with a request.
	 */
	List<Content.ToolResult> results(int request) {
		return this.requests.get(request)
			.messages()
			.get(this.requests.get(request).messages().size() - 1)
			.pieces(Content.ToolResult.class);
	}

}
