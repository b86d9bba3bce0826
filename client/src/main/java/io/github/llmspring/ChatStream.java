package io.github.llmspring;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import reactor.core.publisher.Flux;

import org.springframework.core.ParameterizedTypeReference;

/**
 * An answer that arrives piece by piece.
 * <p>
 * Each way to read it sends a request of its own when it is read. Cancelling the
 * {@code Flux} or closing the {@code Stream} ends the exchange with the service.
 */
public final class ChatStream {

	private final PreparedRequest request;

	ChatStream(PreparedRequest request) {
		this.request = request;
	}

	/**
	 * Everything that happens, the last event being {@link ChatEvent.Completed}.
	 * @return the events, or an {@link LlmException}
	 */
	public Flux<ChatEvent> events() {
		return this.request.events();
	}

	/**
	 * Only the text of the answer.
	 * @return pieces of text, or an {@link LlmException}
	 */
	public Flux<String> content() {
		// handle() would restore the captured thread-locals around each event
		return events().filter(ChatEvent.TextDelta.class::isInstance)
			.map((event) -> ((ChatEvent.TextDelta) event).text());
	}

	/**
	 * Value of a type, ever more complete while the answer arrives: texts and lists grow,
	 * what is still to come is {@code null}, zero or absent. Only the last value is
	 * checked; where the answer does not fit, the {@code Flux} ends as
	 * {@link ChatPrompt#entity(Class)} does. A type whose constructor rejects what is
	 * absent has no value before it is there.
	 * @param type the type, such as a record
	 * @param <T> the type
	 * @return values, each different from the one before, or an {@link LlmException}
	 */
	public <T> Flux<T> entity(Class<T> type) {
		return entity(ParameterizedTypeReference.<T>forType(type));
	}

	/**
	 * Value of a type with type arguments, ever more complete while the answer arrives.
	 * @param type the type, such as a list of records
	 * @param <T> the type
	 * @return values, each different from the one before, or an {@link LlmException}
	 * @see #entity(Class)
	 */
	public <T> Flux<T> entity(ParameterizedTypeReference<T> type) {
		return this.request.entities(type);
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
