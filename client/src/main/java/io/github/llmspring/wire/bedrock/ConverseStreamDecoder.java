package io.github.llmspring.wire.bedrock;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.wire.ErrorReader;
import io.github.llmspring.wire.Framing;
import io.github.llmspring.wire.StreamDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Decoder of a stream whose failures are messages of a kind of their own; what the others
 * are is told by their fields.
 *
 * @param events reads the messages that report no failure
 */
record ConverseStreamDecoder(StreamDecoder events) implements StreamDecoder {

	@Override
	public void event(@Nullable String name, byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
		String failure = Framing.failure(name);
		if (failure != null) {
			throw ErrorReader.inBand(bytes, from, to, failure);
		}
		this.events.event(name, bytes, from, to, sink);
	}

	@Override
	public boolean ended() {
		return this.events.ended();
	}

	@Override
	public ChatResponse response() {
		return this.events.response();
	}

	@Override
	public void close() {
		this.events.close();
	}

}
