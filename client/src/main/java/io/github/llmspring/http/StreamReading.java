package io.github.llmspring.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.StreamDecoder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The reading of one stream: from bytes to frames to events, which wait here until they
 * are asked for.
 * <p>
 * What begins like a document is no stream, whatever the headers say: services that fail,
 * or do not stream, answer with JSON, and wrong addresses with a web page. Used by one
 * thread at a time.
 */
final class StreamReading {

	private final Answering answering;

	private final Limits limits;

	private final Framer framer;

	private final StreamDecoder decoder;

	private final Queue<ChatEvent> events = new ArrayDeque<>();

	private final Consumer<ChatEvent> sink = this.events::add;

	private @Nullable ByteArrayOutputStream document;

	private @Nullable Throwable failure;

	private long bytes;

	private boolean recognized;

	private boolean framed;

	private boolean complete;

	StreamReading(Answering answering, Limits limits, Framer framer, StreamDecoder decoder) {
		this.answering = answering;
		this.limits = limits;
		this.framer = framer;
		this.decoder = decoder;
	}

	/**
	 * Takes the next event, of which there must be one.
	 */
	ChatEvent next() {
		return this.events.remove();
	}

	boolean hasEvents() {
		return !this.events.isEmpty();
	}

	/**
	 * Why the answer cannot be read; what came before it is at hand nevertheless.
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Whether the last event was made.
	 */
	boolean complete() {
		return this.complete;
	}

	/**
	 * Whether nothing of the answer is missing, whatever still happens to the connection.
	 */
	boolean ended() {
		return this.complete || this.decoder.ended();
	}

	/**
	 * Reads a buffer and releases it.
	 */
	void read(DataBuffer buffer) {
		try {
			if (take(buffer)) {
				while (this.framer.next()) {
					decode();
				}
			}
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
	}

	private boolean take(DataBuffer buffer) {
		try {
			this.bytes += buffer.readableByteCount();
			if (this.bytes > this.limits.stream()) {
				throw NoAnswer.streamTooLarge(this.limits.stream());
			}
			if (!this.recognized) {
				recognize(buffer);
			}
			if (this.document != null) {
				keep(buffer, this.document);
				return false;
			}
			this.framer.add(buffer);
			return true;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private void recognize(DataBuffer buffer) {
		int end = buffer.writePosition();
		for (int i = buffer.readPosition(); i < end && !this.recognized; i++) {
			byte first = buffer.getByte(i);
			if (this.framer.beginsWith(first)) {
				this.recognized = true;
				return;
			}
			if (first == '<') {
				throw NoAnswer.webPage();
			}
			if (first == '{' || first == '[') {
				this.document = new ByteArrayOutputStream();
			}
			this.recognized = first < 0 || first > ' ';
		}
	}

	private void keep(DataBuffer buffer, ByteArrayOutputStream document) {
		if (this.bytes > this.limits.response()) {
			throw NoAnswer.tooLarge(this.limits.response());
		}
		byte[] piece = new byte[buffer.readableByteCount()];
		buffer.read(piece);
		document.writeBytes(piece);
	}

	private void decode() {
		this.framed = true;
		this.decoder.event(this.framer.name(), this.framer.bytes(), this.framer.from(), this.framer.to(), this.sink);
	}

	/**
	 * Makes of the end of the body the last event, or a failure where something is
	 * missing.
	 * @param broken why the body ended, or {@code null} where it ended by itself
	 */
	void end(@Nullable Throwable broken) {
		try {
			if (broken != null && !ended()) {
				this.failure = TransportErrors.closedEarly(broken)
						? LlmException.of(Reason.STREAM_TRUNCATED, "the connection closed before the answer ended")
						: broken;
				return;
			}
			this.events.add(new ChatEvent.Completed(this.answering.completed(answer())));
			this.complete = true;
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
	}

	private ChatResponse answer() {
		if (this.document != null) {
			ChatResponse response = this.answering.decode(this.document.toByteArray());
			WholeAnswer.tell(response, this.sink);
			return response;
		}
		if (!this.decoder.ended() && this.framer.last()) {
			decodeLast();
		}
		if (!this.decoder.ended()) {
			throw this.framed ? truncated() : this.answering.withoutEvents(this.bytes == 0);
		}
		return this.decoder.response();
	}

	/**
	 * Reads an event without an end, which may lack lines.
	 */
	private void decodeLast() {
		try {
			decode();
		}
		catch (LlmException ex) {
			throw (ex.reason() == Reason.MALFORMED_RESPONSE) ? truncated() : ex;
		}
	}

	private static LlmException truncated() {
		return LlmException.of(Reason.STREAM_TRUNCATED, "the stream ended before the answer did");
	}

	/**
	 * The failure that the stream ends with, with what had arrived.
	 */
	LlmException failed(Throwable reason) {
		LlmException ended = this.answering.failure(reason);
		ChatResponse soFar = this.decoder.response();
		if (soFar.usage().isKnown()) {
			ended = ended.toBuilder().usage(soFar.usage()).cost(soFar.cost()).build();
		}
		if (!soFar.message().content().isEmpty()) {
			return ended.toBuilder().partial(this.answering.completed(soFar)).build();
		}
		return (ended.reason() == Reason.STREAM_TRUNCATED)
				? ended.toBuilder().advice("Nothing had arrived; ask again.").build() : ended;
	}

	void close() {
		this.events.clear();
		this.decoder.close();
	}

}
