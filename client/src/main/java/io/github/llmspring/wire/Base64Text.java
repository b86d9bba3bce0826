package io.github.llmspring.wire;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Bytes as a text of a request's body, encoded only when the body is put together.
 */
public final class Base64Text {

	private Base64Text() {
	}

	/**
	 * Writes bytes as a text.
	 * @param json where to write a text, made by {@link Json#write}
	 * @param bytes the bytes, not copied
	 */
	public static void write(JsonGenerator json, byte[] bytes) {
		write(json, "", bytes);
	}

	/**
	 * Writes a text that ends in bytes.
	 * @param json where to write a text, made by {@link Json#write}
	 * @param beginning what comes before the bytes
	 * @param bytes the bytes, not copied
	 */
	static void write(JsonGenerator json, String beginning, byte[] bytes) {
		json.writeRawValue("\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(beginning)));
		json.flush();
		((BodyBuffer) json.streamWriteOutputTarget()).insertBase64(bytes);
		json.writeRaw('"');
	}

}
