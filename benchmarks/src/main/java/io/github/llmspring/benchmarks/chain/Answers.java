package io.github.llmspring.benchmarks.chain;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.Usage;
import io.github.llmspring.benchmarks.WireExample;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.StreamDecoder;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Bare providers that answer at once, without a connection: either with events made
 * beforehand, or reading an answer of OpenAI's as a provider does.
 */
final class Answers {

	private static final WireExample EXAMPLE = WireExample.load("openai-chat");

	private Answers() {
	}

	/**
	 * Provider that does no work at all.
	 * @param pieces how many pieces of text come before the end
	 * @return the provider
	 */
	static ChatProvider made(int pieces) {
		ChatEvent piece = new ChatEvent.TextDelta(" harbour");
		ChatEvent end = new ChatEvent.Completed(ChatResponse.builder()
			.content(new Content.Text("all"))
			.finishReason(FinishReason.STOP, "stop")
			.usage(new Usage(12L, null, null, 30L, null, Map.of()))
			.build());
		return provider((events) -> {
			for (int i = 0; i < pieces; i++) {
				events.accept(piece);
			}
			events.accept(end);
		});
	}

	/**
	 * Provider that reads a whole answer.
	 * @return the provider
	 */
	static ChatProvider readWhole() {
		return provider((events) -> events.accept(
				new ChatEvent.Completed(EXAMPLE.format().decode(EXAMPLE.answer(), Headers.NONE, EXAMPLE.dialect()))));
	}

	/**
	 * Provider that reads the frames of a stream.
	 * @param pieces how many pieces of text come before the end
	 * @return the provider
	 */
	static ChatProvider readPieces(int pieces) {
		return provider((events) -> {
			try (StreamDecoder decoder = EXAMPLE.format().decoder(EXAMPLE.dialect())) {
				read(EXAMPLE.opening(), decoder, events);
				for (int i = 0; i < pieces; i++) {
					read(EXAMPLE.piece(), decoder, events);
				}
				read(EXAMPLE.closing(), decoder, events);
				events.accept(new ChatEvent.Completed(decoder.response()));
			}
		});
	}

	private static void read(List<WireExample.Frame> frames, StreamDecoder decoder, Consumer<ChatEvent> events) {
		frames.forEach((frame) -> read(frame, decoder, events));
	}

	private static void read(WireExample.Frame frame, StreamDecoder decoder, Consumer<ChatEvent> events) {
		decoder.event(frame.name(), frame.data(), 0, frame.data().length, events);
	}

	private static ChatProvider provider(Consumer<Consumer<ChatEvent>> answer) {
		Flux<ChatEvent> events = new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
				actual.onSubscribe(new Once(actual, answer));
			}

		};
		return (request) -> events;
	}

	/**
	 * Answers as soon as anything is asked for: all readers here ask for everything.
	 */
	private static final class Once implements Subscription {

		private final CoreSubscriber<? super ChatEvent> actual;

		private final Consumer<Consumer<ChatEvent>> answer;

		private boolean asked;

		Once(CoreSubscriber<? super ChatEvent> actual, Consumer<Consumer<ChatEvent>> answer) {
			this.actual = actual;
			this.answer = answer;
		}

		@Override
		public void request(long count) {
			if (!this.asked) {
				this.asked = true;
				this.answer.accept(this.actual::onNext);
				this.actual.onComplete();
			}
		}

		@Override
		public void cancel() {
			// it is over as soon as it begins
		}

	}

}
