package io.github.llmspring.wire;

import io.github.llmspring.Media;
import tools.jackson.core.JsonGenerator;

/**
 * Media as text that holds all of it, {@code data:image/png;base64,...}.
 */
public final class DataUri {

	private DataUri() {
	}

	/**
	 * Writes the address of media: a data URI where the bytes are at hand, else its own.
	 * @param json where to write a text
	 * @param media the media
	 */
	public static void write(JsonGenerator json, Media media) {
		byte[] bytes = media.bytes();
		if (bytes == null) {
			json.writeString(String.valueOf(media.url()));
		}
		else {
			BodyBuffer.write(json, "data:" + media.mediaType() + ";base64,", new EncodedFile.InBase64(bytes), "");
		}
	}

}
