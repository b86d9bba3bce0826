package io.github.llmspring.benchmarks.loopback;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.llmspring.benchmarks.Prompts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What WebClient can do at best with care and no tricks: bytes both ways, streams framed
 * by hand, JSON read and written by Jackson's streaming API, a parser for each event.
 */
final class LeanWebClient implements Contestant {

	private final WebClient client = WebClient.builder().build();

	private final JsonFactory json = JsonFactory.builder().build();

	private final URI uri;

	LeanWebClient(URI service) {
		this.uri = URI.create(service + "/chat/completions");
	}

	@Override
	public String name() {
		return LEAN;
	}

	@Override
	public String call() {
		byte[] answer = request(false).bodyToMono(byte[].class).block();
		return Objects.requireNonNull(text(Objects.requireNonNull(answer), 0, answer.length, "message"));
	}

	@Override
	public Mono<Void> stream(Consumer<String> piece) {
		return Mono.defer(() -> {
			Lines lines = new Lines(piece);
			return request(true).bodyToFlux(DataBuffer.class).doOnNext(lines::add).then();
		});
	}

	private WebClient.ResponseSpec request(boolean streaming) {
		return this.client.post()
			.uri(this.uri)
			.header("Authorization", "Bearer key")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body(streaming))
			.retrieve();
	}

	private byte[] body(boolean streaming) {
		ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
		try (JsonGenerator generator = this.json.createGenerator(ObjectWriteContext.empty(), body)) {
			generator.writeStartObject();
			generator.writeStringProperty("model", "gpt-4.1");
			generator.writeArrayPropertyStart("messages");
			message(generator, "system", Prompts.SYSTEM);
			message(generator, "user", Prompts.USER);
			generator.writeEndArray();
			generator.writeNumberProperty("temperature", 0.2);
			if (streaming) {
				generator.writeBooleanProperty("stream", true);
				generator.writeObjectPropertyStart("stream_options");
				generator.writeBooleanProperty("include_usage", true);
				generator.writeEndObject();
			}
			generator.writeEndObject();
		}
		return body.toByteArray();
	}

	private static void message(JsonGenerator generator, String role, String content) {
		generator.writeStartObject();
		generator.writeStringProperty("role", role);
		generator.writeStringProperty("content", content);
		generator.writeEndObject();
	}

	/**
	 * Reads a document to its end, as all contestants do.
	 */
	private @Nullable String text(byte[] bytes, int from, int to, String message) {
		String text = null;
		try (JsonParser parser = this.json.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
			boolean inMessage = false;
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				if (token == JsonToken.PROPERTY_NAME) {
					String name = parser.currentName();
					inMessage |= name.equals(message);
					if (inMessage && name.equals("content") && parser.nextToken() == JsonToken.VALUE_STRING) {
						text = parser.getString();
					}
				}
			}
		}
		return text;
	}

	@Override
	public void close() {
		// its connections are WebClient's
	}

	/**
	 * The lines of one stream.
	 */
	private final class Lines {

		private final Consumer<String> piece;

		private byte[] bytes = new byte[4096];

		private int end;

		Lines(Consumer<String> piece) {
			this.piece = piece;
		}

		void add(DataBuffer buffer) {
			int count = buffer.readableByteCount();
			if (this.end + count > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.end + count));
			}
			buffer.read(this.bytes, this.end, count);
			DataBufferUtils.release(buffer);
			int scan = this.end;
			this.end += count;
			int line = 0;
			for (; scan < this.end; scan++) {
				if (this.bytes[scan] == '\n') {
					line(line, scan);
					line = scan + 1;
				}
			}
			System.arraycopy(this.bytes, line, this.bytes, 0, this.end - line);
			this.end -= line;
		}

		private void line(int from, int to) {
			int data = from + "data: ".length();
			if (to > data && this.bytes[from] == 'd' && this.bytes[data] == '{') {
				String text = text(this.bytes, data, to, "delta");
				if (text != null && !text.isEmpty()) {
					this.piece.accept(text);
				}
			}
		}

	}

}
