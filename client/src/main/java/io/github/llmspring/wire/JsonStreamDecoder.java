package io.github.llmspring.wire;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.async.ByteArrayFeeder;

/**
 * Decoder of answers made of JSON objects, on one parser for the whole stream.
 * <p>
 * A parser for each frame would cost 1 KB a frame; this one costs 50 bytes.
 */
public final class JsonStreamDecoder implements StreamDecoder {

	private final JsonParser parser;

	private final ByteArrayFeeder feeder;

	private final AnswerReader reader;

	/**
	 * Decoder of one stream.
	 * @param reader reads the frames
	 * @param dialect the dialect whose limits hold
	 */
	public JsonStreamDecoder(AnswerReader reader, Dialect dialect) {
		this.reader = reader;
		this.parser = dialect.json().nonBlockingParser();
		this.feeder = (ByteArrayFeeder) this.parser.nonBlockingInputFeeder();
	}

	/**
	 * Reads a whole answer from one object, or from a list of the objects that a stream
	 * would have sent as frames.
	 * @param body the body
	 * @param reader reads the objects
	 * @param dialect the dialect whose limits hold
	 * @return the answer
	 */
	public static ChatResponse whole(byte[] body, AnswerReader reader, Dialect dialect) {
		try (JsonParser parser = dialect.json().parser(body)) {
			Consumer<ChatEvent> nobody = (event) -> {
			};
			JsonToken start = parser.nextToken();
			if (start == JsonToken.START_OBJECT) {
				reader.read(parser, nobody);
			}
			else if (start == JsonToken.START_ARRAY) {
				while (Json.next(parser) == JsonToken.START_OBJECT) {
					reader.read(parser, nobody);
				}
			}
			else {
				throw UnreadableAnswer.because("it is no JSON object");
			}
		}
		catch (AnswerReader.ErrorReported ex) {
			throw ErrorReader.inBand(body, 0, body.length);
		}
		catch (JacksonException ex) {
			throw UnreadableAnswer.invalid("it", ex);
		}
		if (!reader.begun()) {
			throw UnreadableAnswer.because("it is JSON, but holds no answer of this wire format");
		}
		return reader.response();
	}

	@Override
	public void event(@Nullable String name, byte[] bytes, int from, int to, Consumer<ChatEvent> events) {
		if (this.reader.isEndMark(bytes, from, to)) {
			this.reader.end(events);
			return;
		}
		try {
			this.feeder.feedInput(bytes, from, to);
			JsonToken token = this.parser.nextToken();
			if (token == JsonToken.NOT_AVAILABLE && isBlank(bytes, from, to)) {
				return;
			}
			if (token != JsonToken.START_OBJECT) {
				throw UnreadableAnswer.because("an event of the stream is no JSON object");
			}
			this.reader.read(this.parser, events);
			if (this.parser.nextToken() != JsonToken.NOT_AVAILABLE) {
				throw UnreadableAnswer.because("an event of the stream holds more than one JSON object");
			}
		}
		catch (AnswerReader.ErrorReported ex) {
			throw ErrorReader.inBand(bytes, from, to);
		}
		catch (JacksonException ex) {
			throw UnreadableAnswer.invalid("an event of the stream", ex);
		}
	}

	private static boolean isBlank(byte[] bytes, int from, int to) {
		for (int i = from; i < to; i++) {
			if (bytes[i] > ' ') {
				return false;
			}
		}
		return true;
	}

	@Override
	public boolean ended() {
		return this.reader.ended();
	}

	@Override
	public ChatResponse response() {
		return this.reader.response();
	}

	@Override
	public void close() {
		this.parser.close();
	}

}
