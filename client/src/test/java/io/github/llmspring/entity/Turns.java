package io.github.llmspring.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.llmspring.ChatClient;
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
 * Provider whose turns a test has written; it streams its text in pieces of a few
 * characters.
 */
final class Turns implements ChatProvider {

	private final List<Object> turns;

	private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

	private int piece = 3;

	private Turns(List<Object> turns) {
		this.turns = turns;
	}

	/**
	 * Provider of turns.
	 * @param turns each a text, a {@link ChatResponse} or an {@link LlmException}
	 */
	static Turns of(Object... turns) {
		return new Turns(List.of(turns));
	}

	static ChatResponse.Builder turn(String text, FinishReason reason, String raw) {
		return ChatResponse.builder()
			.provider("acme")
			.model("m1")
			.usage(new Usage(10L, 0L, null, 2L, 0L, Map.of()))
			.content(new Content.Text(text))
			.finishReason(reason, raw);
	}

	Turns piecesOf(int length) {
		this.piece = length;
		return this;
	}

	ChatClient client() {
		return ChatClient.of(this);
	}

	List<ChatRequest> requests() {
		return this.requests;
	}

	/**
	 * What the user says last in a request.
	 */
	String complaint(int request) {
		ChatRequest asked = this.requests.get(request);
		return asked.messages().get(asked.messages().size() - 1).text();
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			this.requests.add(request);
			Object turn = this.turns.get(this.requests.size() - 1);
			if (turn instanceof LlmException failure) {
				return Flux.error(failure);
			}
			return Flux.fromIterable(events(request, (turn instanceof ChatResponse response) ? response
					: turn((String) turn, FinishReason.STOP, "stop").build()));
		});
	}

	private List<ChatEvent> events(ChatRequest request, ChatResponse response) {
		List<ChatEvent> events = new ArrayList<>();
		String text = response.content();
		for (int at = 0; request.streaming() && at < text.length(); at += this.piece) {
			events.add(new ChatEvent.TextDelta(text.substring(at, Math.min(text.length(), at + this.piece))));
		}
		events.add(new ChatEvent.Completed(response));
		return events;
	}

}
