package io.github.llmspring.recordings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;

/**
 * What came of a request.
 *
 * @param events the events in order
 * @param failure what ended them, {@code null} where they ended well
 */
record Exchange(List<ChatEvent> events, Throwable failure) {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	static Exchange of(ChatProvider provider, ChatRequest request) {
		List<ChatEvent> events = new ArrayList<>();
		Throwable failure = provider.send(request)
			.doOnNext(events::add)
			.then()
			.materialize()
			.block(LIMIT)
			.getThrowable();
		return new Exchange(events, failure);
	}

	/**
	 * The whole answer, or what an exception kept of it; {@code null} where there is
	 * neither.
	 */
	ChatResponse answer() {
		if (this.failure instanceof LlmException exception) {
			return exception.partial();
		}
		return (!this.events.isEmpty() && this.events.get(this.events.size() - 1) instanceof ChatEvent.Completed last)
				? last.response() : null;
	}

}
