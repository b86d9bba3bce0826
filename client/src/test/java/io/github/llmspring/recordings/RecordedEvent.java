package io.github.llmspring.recordings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;

/**
 * An event of a recorded stream, however it is framed.
 *
 * @param raw the exact bytes
 * @param data the data, {@code null} where there is none; of a binary message its headers
 * and its payload, or what the payload wraps
 */
record RecordedEvent(byte[] raw, String data) {

	static List<RecordedEvent> split(Recording recording) {
		String type = recording.header("content-type");
		if (type.startsWith("text/event-stream")) {
			return SseBlock.split(recording.text())
				.stream()
				.map((block) -> new RecordedEvent(block.raw().getBytes(StandardCharsets.UTF_8), block.data()))
				.toList();
		}
		return type.startsWith("application/x-ndjson") ? lines(recording.text()) : messages(recording.body());
	}

	private static List<RecordedEvent> lines(String text) {
		return text.lines()
			.map((line) -> new RecordedEvent((line + "\n").getBytes(StandardCharsets.UTF_8),
					line.isBlank() ? null : line))
			.toList();
	}

	/**
	 * Splits binary messages, whose checksums are not looked at here.
	 */
	private static List<RecordedEvent> messages(byte[] body) {
		List<RecordedEvent> events = new ArrayList<>();
		ByteBuffer buffer = ByteBuffer.wrap(body);
		while (buffer.hasRemaining()) {
			int from = buffer.position();
			int total = buffer.getInt();
			int headersEnd = from + 12 + buffer.getInt();
			buffer.position(from + 12);
			ObjectNode message = Recording.JSON.createObjectNode();
			while (buffer.position() < headersEnd) {
				String name = text(buffer, buffer.get() & 0xFF);
				if (buffer.get() != 7) {
					throw new IllegalStateException("type of the header " + name);
				}
				message.put(name, text(buffer, buffer.getShort() & 0xFFFF));
			}
			String payload = text(buffer, from + total - 4 - headersEnd);
			message.set("payload", Recording.JSON.readTree(payload));
			buffer.position(from + total);
			String data = message.at("/payload/bytes").isString()
					? new String(message.at("/payload/bytes").binaryValue(), StandardCharsets.UTF_8)
					: message.toString();
			events.add(new RecordedEvent(Arrays.copyOfRange(body, from, from + total), data));
		}
		return events;
	}

	private static String text(ByteBuffer buffer, int length) {
		byte[] text = new byte[length];
		buffer.get(text);
		return new String(text, StandardCharsets.UTF_8);
	}

}
