package io.github.llmspring;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import reactor.core.publisher.Flux;

/**
 * An answer that arrives piece by piece.
 * <p>
 * Each way to read it sends a request of its own when it is read. Cancelling the
 * {@code Flux} or closing the {@code Stream} ends the exchange with the service.
 */
public final class ChatStream {

	private final Flux<ChatEvent> events;

	ChatStream(Flux<ChatEvent> events) {
		this.events = events;
	}

	/**
	 * Everything that happens, the last event being {@link ChatEvent.Completed}.
	 * @return the events, or an {@link LlmException}
	 */
	public Flux<ChatEvent> events() {
		return this.events;
	}

	/**
	 * Only the text of the answer.
	 * @return pieces of text, or an {@link LlmException}
	 */
	public Flux<String> content() {
		// handle() would restore the captured thread-locals around each event
		return this.events.filter(ChatEvent.TextDelta.class::isInstance)
			.map((event) -> ((ChatEvent.TextDelta) event).text());
	}

	/**
	 * Only the text of the answer, for code that waits. Close the stream, best with
	 * {@code try}-with-resources, to end an exchange that was not read to its end.
	 * @return pieces of text; reading throws an {@link LlmException} where the answer
	 * fails
	 */
	public Stream<String> toStream() {
		Blocking.requireBlockingAllowed("toStream()");
		WaitingReader reader = new WaitingReader(content());
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED | Spliterator.NONNULL), false)
			.onClose(reader::close);
	}

}
