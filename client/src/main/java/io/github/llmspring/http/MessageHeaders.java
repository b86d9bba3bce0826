package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a binary message, as far as they say what the message is.
 * <p>
 * They are the same for most messages in a row, so those of the one before are compared
 * before new ones are read.
 */
final class MessageHeaders {

	private static final int TEXT = 7;

	/**
	 * Sizes of the values of the other types; those of type 6 tell their size.
	 */
	private static final int[] SIZES = { 0, 0, 1, 2, 4, 8, -1, -1, 8, 16 };

	private final byte[] raw;

	private String messageType = "event";

	private String kind = "";

	private byte @Nullable [] errorWords;

	private MessageHeaders(byte[] raw) {
		this.raw = raw;
	}

	static MessageHeaders read(byte[] bytes, int from, int to) {
		MessageHeaders headers = new MessageHeaders(Arrays.copyOfRange(bytes, from, to));
		try {
			headers.read();
		}
		catch (IndexOutOfBoundsException ex) {
			throw malformed();
		}
		return headers;
	}

	static LlmException malformed() {
		return LlmException.of(LlmException.Reason.MALFORMED_RESPONSE,
				"a message of the stream has lengths that do not fit together");
	}

	private void read() {
		int position = 0;
		while (position < this.raw.length) {
			int nameLength = this.raw[position++] & 0xFF;
			String name = text(position, nameLength);
			position += nameLength;
			int type = this.raw[position++];
			if (type < 0 || type >= SIZES.length) {
				throw malformed();
			}
			int size = SIZES[type];
			if (size < 0) {
				size = (this.raw[position] & 0xFF) << 8 | this.raw[position + 1] & 0xFF;
				position += 2;
			}
			if (type == TEXT) {
				take(name, text(position, size));
			}
			position += size;
		}
	}

	private String text(int from, int length) {
		return new String(this.raw, from, length, StandardCharsets.UTF_8);
	}

	private void take(String name, String value) {
		switch (name) {
			case ":message-type" -> this.messageType = value;
			case ":event-type", ":exception-type", ":error-code" -> this.kind = value;
			case ":error-message" -> this.errorWords = value.getBytes(StandardCharsets.UTF_8);
			default -> {
			}
		}
	}

	boolean are(byte[] bytes, int from, int to) {
		return Arrays.equals(this.raw, 0, this.raw.length, bytes, from, to);
	}

	/**
	 * Type of the message.
	 */
	String name() {
		return this.messageType.equals("event") ? this.kind : this.messageType + ":" + this.kind;
	}

	/**
	 * What an error says, which has no payload to say it; {@code null} for other
	 * messages.
	 */
	byte @Nullable [] errorWords() {
		return this.messageType.equals("error") ? this.errorWords : null;
	}

}
