package io.github.llmspring.http;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.StreamDecoder;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The reading of one stream: from bytes to frames to events.
 */
final class StreamReading {

	private final Framer framer;

	private final StreamDecoder decoder;

	private final long maxBytes;

	private long bytes;

	StreamReading(Framer framer, StreamDecoder decoder, long maxBytes) {
		this.framer = framer;
		this.decoder = decoder;
		this.maxBytes = maxBytes;
	}

	/**
	 * Reads a buffer and releases it.
	 */
	void read(DataBuffer buffer, Consumer<ChatEvent> events) {
		try {
			this.bytes += buffer.readableByteCount();
			if (this.bytes > this.maxBytes) {
				throw LlmException
					.builder(Reason.MALFORMED_RESPONSE, "the stream is larger than " + this.maxBytes + " bytes")
					.advice("Raise limits.stream if the service really sends such streams.")
					.build();
			}
			this.framer.add(buffer);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
		while (this.framer.next()) {
			decode(events);
		}
	}

	/**
	 * Reads what is left at the end of the stream.
	 * @return the complete answer
	 * @throws LlmException if the answer is cut off
	 */
	ChatResponse end(Consumer<ChatEvent> events) {
		if (!this.decoder.ended() && this.framer.last()) {
			decode(events);
		}
		if (!this.decoder.ended()) {
			throw LlmException.of(Reason.STREAM_TRUNCATED, "the stream ended before the answer did");
		}
		return this.decoder.response();
	}

	private void decode(Consumer<ChatEvent> events) {
		this.decoder.event(this.framer.name(), this.framer.bytes(), this.framer.from(), this.framer.to(), events);
	}

	/**
	 * Whether the answer is complete, whatever still happens to the connection.
	 */
	boolean ended() {
		return this.decoder.ended();
	}

	ChatResponse soFar() {
		return this.decoder.response();
	}

	void close() {
		this.decoder.close();
	}

}
