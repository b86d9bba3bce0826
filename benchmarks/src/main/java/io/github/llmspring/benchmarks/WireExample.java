package io.github.llmspring.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.StreamDecoder;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.WireFormats;
import org.jspecify.annotations.Nullable;

/**
 * An answer of one wire format to measure with: {@code examples/<format>/answer.json} and
 * {@code examples/<format>/stream.sse} on the classpath. A format takes part as soon as
 * both are there.
 *
 * @param format the format
 * @param dialect the dialect of the first preset that speaks it
 * @param answer body of the whole answer
 * @param opening frames of the stream before the first text
 * @param piece the frame with the first text, the one to repeat
 * @param closing the frames after it
 */
public record WireExample(WireFormat format, Dialect dialect, byte[] answer, List<Frame> opening, Frame piece,
		List<Frame> closing) {

	/**
	 * Ids of the registered formats that have an example.
	 * @return the ids in alphabetical order
	 */
	public static List<String> available() {
		return WireFormats.all()
			.keySet()
			.stream()
			.filter((id) -> resource(id, "answer.json") != null && resource(id, "stream.sse") != null)
			.sorted()
			.toList();
	}

	/**
	 * Loads the example of a format.
	 * @param id the id of the format
	 * @return the example
	 */
	public static WireExample load(String id) {
		WireFormat format = WireFormats.all().get(id);
		byte[] answer = resource(id, "answer.json");
		byte[] stream = resource(id, "stream.sse");
		if (format == null || answer == null || stream == null) {
			throw new IllegalArgumentException("No format or no example '" + id + "', there are " + available());
		}
		Dialect dialect = Presets.load(WireFormat.class.getClassLoader())
			.values()
			.stream()
			.filter((preset) -> preset.wireFormat().equals(id) || id.startsWith(preset.name()))
			.map(Preset::dialect)
			.findFirst()
			.orElse(Dialect.STANDARD);
		List<Frame> frames = Frame.parse(new String(stream, StandardCharsets.UTF_8));
		int piece = firstText(frames, format.decoder(dialect));
		return new WireExample(format, dialect, answer, frames.subList(0, piece), frames.get(piece),
				frames.subList(piece + 1, frames.size()));
	}

	private static int firstText(List<Frame> frames, StreamDecoder decoder) {
		AtomicBoolean text = new AtomicBoolean();
		try (decoder) {
			for (int i = 0; i < frames.size(); i++) {
				frames.get(i)
					.decode(decoder, (event) -> text.compareAndSet(false, event instanceof ChatEvent.TextDelta));
				if (text.get()) {
					return i;
				}
			}
		}
		throw new IllegalStateException("The example's stream holds no text");
	}

	private static byte @Nullable [] resource(String id, String name) {
		try (InputStream in = WireExample.class.getResourceAsStream("/examples/" + id + "/" + name)) {
			return (in != null) ? in.readAllBytes() : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The request that the example answers.
	 * @param streaming whether to ask for a stream
	 * @return a request with a system prompt, a question and three options
	 */
	public static ChatRequest request(boolean streaming) {
		return ChatRequest.builder()
			.model("example-model")
			.messages(List.of(Message.system(Prompts.SYSTEM), Message.user(Prompts.USER)))
			.options(ChatOptions.builder().temperature(0.2).topP(0.9).maxOutputTokens(1024).build())
			.streaming(streaming)
			.build();
	}

	/**
	 * One frame of a stream.
	 *
	 * @param name the name of its event, or {@code null}
	 * @param data its data
	 */
	public record Frame(@Nullable String name, byte[] data) {

		static List<Frame> parse(String stream) {
			List<Frame> frames = new ArrayList<>();
			for (String event : stream.strip().split("\n\n")) {
				String name = null;
				String data = "";
				for (String line : event.split("\n")) {
					name = line.startsWith("event: ") ? line.substring(7) : name;
					data = line.startsWith("data: ") ? line.substring(6) : data;
				}
				frames.add(new Frame(name, data.getBytes(StandardCharsets.UTF_8)));
			}
			return frames;
		}

		void decode(StreamDecoder decoder, Consumer<ChatEvent> events) {
			decoder.event(this.name, this.data, 0, this.data.length, events);
		}

		/**
		 * The frame as it is sent.
		 * @return its lines, the blank one included
		 */
		public String text() {
			String line = "data: " + new String(this.data, StandardCharsets.UTF_8) + "\n\n";
			return (this.name != null) ? "event: " + this.name + "\n" + line : line;
		}

	}

}
