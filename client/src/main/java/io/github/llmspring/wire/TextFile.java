package io.github.llmspring.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import tools.jackson.core.JsonGenerator;

/**
 * Media that is text, for services to which a text file is told rather than sent.
 */
public final class TextFile {

	private static final int PIECE = 8192;

	private static final Set<String> TEXTS = Set.of("application/json", "application/xml", "application/yaml",
			"application/x-yaml", "application/javascript", "application/sql");

	private TextFile() {
	}

	/**
	 * Whether media is text that can be read here.
	 * @param media the media
	 * @return whether it is
	 */
	public static boolean isAtHand(Media media) {
		return media.bytes() != null && isText(media.mediaType());
	}

	/**
	 * Whether a media type is one of text.
	 * @param mediaType the media type
	 * @return whether it is
	 */
	public static boolean isText(String mediaType) {
		return mediaType.startsWith("text/") || TEXTS.contains(mediaType);
	}

	/**
	 * Writes the text of a text file.
	 * @param json where to write a text, made by {@link Json#write}
	 * @param media the media, which is at hand
	 * @throws LlmException with reason {@code UNSUPPORTED} if it is not written in UTF-8
	 */
	public static void write(JsonGenerator json, Media media) {
		BodyBuffer.write(json, "", encoded(media), "");
	}

	/**
	 * Writes the text of a text file between marks that tell the model where it begins
	 * and ends.
	 * @param json where to write a text, made by {@link Json#write}
	 * @param media the media, which is at hand
	 * @throws LlmException with reason {@code UNSUPPORTED} if it is not written in UTF-8
	 */
	public static void quote(JsonGenerator json, Media media) {
		String name = (media.name() != null) ? " name=\"" + media.name().replaceAll("[\"<>\\p{Cntrl}]", "_") + "\""
				: "";
		BodyBuffer.write(json, "<file" + name + ">\n", encoded(media), "\n</file>");
	}

	private static EncodedFile encoded(Media media) {
		byte[] bytes = Objects.requireNonNull(media.bytes(), "The text is elsewhere");
		if (!isUtf8(bytes)) {
			throw LlmException
				.builder(LlmException.Reason.UNSUPPORTED,
						"a file of the type " + media.mediaType() + " is not in UTF-8")
				.advice("Convert it to UTF-8 before you attach it.")
				.build();
		}
		return new EncodedFile.Escaped(bytes);
	}

	private static boolean isUtf8(byte[] bytes) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer input = ByteBuffer.wrap(bytes);
		CharBuffer piece = CharBuffer.allocate(Math.min(bytes.length + 1, PIECE));
		CoderResult result;
		do {
			result = decoder.decode(input, piece.clear(), true);
		}
		while (result.isOverflow());
		return !result.isError();
	}

}
