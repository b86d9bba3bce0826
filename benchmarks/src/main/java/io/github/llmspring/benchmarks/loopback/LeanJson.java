package io.github.llmspring.benchmarks.loopback;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.llmspring.benchmarks.Prompts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON of chat completions written and read by Jackson's streaming API, nothing but the
 * text: a parser for each document.
 */
final class LeanJson {

	private final JsonFactory json = JsonFactory.builder().build();

	byte[] request(boolean streaming) {
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

	String answer(byte[] answer) {
		return Objects.requireNonNull(text(answer, 0, answer.length, "message"));
	}

	/**
	 * Reader of the lines of one stream.
	 * @param piece takes the pieces of text
	 */
	Lines lines(Consumer<String> piece) {
		return new Lines(piece);
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

	/**
	 * The lines of one stream.
	 */
	final class Lines {

		private final Consumer<String> piece;

		private byte[] bytes = new byte[4096];

		private int end;

		private Lines(Consumer<String> piece) {
			this.piece = piece;
		}

		/**
		 * Reads on.
		 * @param count how many bytes there are
		 * @param source copies them into an array, from an index on
		 */
		void add(int count, Source source) {
			if (this.end + count > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.end + count));
			}
			source.copy(this.bytes, this.end, count);
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

	/**
	 * Where bytes come from.
	 */
	@FunctionalInterface
	interface Source {

		void copy(byte[] target, int index, int count);

	}

}
