package io.github.llmspring.wire;

import tools.jackson.core.JsonGenerator;

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
		BodyBuffer.write(json, "", new EncodedFile.InBase64(bytes), "");
	}

}
