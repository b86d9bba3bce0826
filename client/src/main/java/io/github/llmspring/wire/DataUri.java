package io.github.llmspring.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.github.llmspring.Media;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Media as text that holds all of it, {@code data:image/png;base64,...}.
 */
public final class DataUri {

	/**
	 * A multiple of three, so that no piece but the last is padded.
	 */
	private static final int PIECE = 3 << 13;

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
			return;
		}
		char[] mediaType = JsonStringEncoder.getInstance().quoteAsCharArray(media.mediaType());
		json.writeRawValue("\"data:" + new String(mediaType) + ";base64,");
		for (int from = 0; from < bytes.length; from += PIECE) {
			ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(PIECE, bytes.length - from));
			json.writeRaw(new String(Base64.getEncoder().encode(piece).array(), StandardCharsets.ISO_8859_1));
		}
		json.writeRaw('"');
	}

}
