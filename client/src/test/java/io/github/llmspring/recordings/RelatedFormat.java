package io.github.llmspring.recordings;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.ErrorReader;
import io.github.llmspring.wire.Framing;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.StreamDecoder;
import io.github.llmspring.wire.WireFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Format of the library that reads an operation which the library does not ask for, once
 * a field or two are called what they are called there. Bytes, framing, errors, the end
 * of a stream and all reading stay the library's.
 *
 * @param format the format that reads
 * @param framing how streams of the operation are cut
 * @param related makes what the format reads of what the operation answers
 */
record RelatedFormat(WireFormat format, Framing framing, UnaryOperator<JsonNode> related) implements WireFormat {

	/**
	 * The format for a recording: the library's own wherever it asks for the operation.
	 */
	static WireFormat of(Recording.Wire wire, WireFormat format) {
		return switch (wire) {
			case INVOKED_MESSAGES -> new RelatedFormat(format, Framing.BINARY_MESSAGES, RelatedFormat::unwrapped);
			case PLAIN_COMPLETIONS -> new RelatedFormat(format, format.framing(), RelatedFormat::chunk);
			case PLAIN_LINES -> new RelatedFormat(format, format.framing(), RelatedFormat::line);
			case PLAIN_MESSAGES -> new RelatedFormat(format, format.framing(), RelatedFormat::message);
			case TOKEN_COUNT -> new RelatedFormat(format, format.framing(), RelatedFormat::usage);
			default -> format;
		};
	}

	private static JsonNode unwrapped(JsonNode payload) {
		return payload.path("bytes").isString() ? Recording.JSON.readTree(payload.path("bytes").binaryValue())
				: payload;
	}

	private static JsonNode chunk(JsonNode chunk) {
		for (JsonNode choice : chunk.path("choices").values()) {
			((ObjectNode) choice).putObject("delta").set("content", choice.path("text"));
		}
		return chunk;
	}

	private static JsonNode line(JsonNode line) {
		((ObjectNode) line).putObject("message").set("content", line.path("response"));
		return line;
	}

	private static JsonNode message(JsonNode completion) {
		ObjectNode message = (ObjectNode) completion;
		message.putArray("content").addObject().put("type", "text").set("text", completion.path("completion"));
		return message;
	}

	/**
	 * A count is the usage of an answer that says nothing.
	 */
	private static JsonNode usage(JsonNode count) {
		ObjectNode answer = Recording.JSON.createObjectNode();
		if (count.has("input_tokens")) {
			answer.putArray("content");
			answer.set("usage", count);
		}
		else {
			answer.putArray("candidates").addObject();
			answer.putObject("usageMetadata").set("promptTokenCount", count.path("totalTokens"));
		}
		return answer;
	}

	@Override
	public String id() {
		return this.format.id();
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return this.format.encode(request, dialect);
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return this.format.decode(rewritten(body), headers, dialect);
	}

	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		return this.format.error(status, headers, body);
	}

	/**
	 * What is no JSON is the format's to judge.
	 */
	private byte[] rewritten(byte[] json) {
		try {
			return this.related.apply(Recording.JSON.readTree(json)).toString().getBytes(StandardCharsets.UTF_8);
		}
		catch (JacksonException ex) {
			return json;
		}
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		StreamDecoder decoder = this.format.decoder(dialect);
		return new StreamDecoder() {

			@Override
			public void event(String name, byte[] bytes, int from, int to, Consumer<ChatEvent> events) {
				String failure = (RelatedFormat.this.framing == Framing.BINARY_MESSAGES) ? Framing.failure(name) : null;
				if (failure != null) {
					throw ErrorReader.inBand(bytes, from, to, failure);
				}
				byte[] event = rewritten(Arrays.copyOfRange(bytes, from, to));
				decoder.event(name, event, 0, event.length, events);
			}

			@Override
			public boolean ended() {
				return decoder.ended();
			}

			@Override
			public ChatResponse response() {
				return decoder.response();
			}

			@Override
			public void close() {
				decoder.close();
			}

		};
	}

}
