package io.github.llmspring.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.github.llmspring.LlmException;
import io.github.llmspring.Media;

/**
 * Media that is text, for services to which a text file is told rather than sent.
 */
public final class TextFile {

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
	 * Text of a text file.
	 * @param media the media, which is at hand
	 * @return the text
	 * @throws LlmException with reason {@code UNSUPPORTED} if it is not written in UTF-8
	 */
	public static String read(Media media) {
		byte[] bytes = media.bytes();
		String text = (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : "";
		if (text.indexOf('\uFFFD') >= 0 && bytes != null) {
			requireUtf8(media, bytes);
		}
		return text;
	}

	/**
	 * Text of a text file between marks that tell the model where it begins and ends.
	 * @param media the media, which is at hand
	 * @return the marked text
	 * @throws LlmException with reason {@code UNSUPPORTED} if it is not written in UTF-8
	 */
	public static String quote(Media media) {
		String name = (media.name() != null) ? " name=\"" + media.name().replaceAll("[\"<>\\p{Cntrl}]", "_") + "\""
				: "";
		return "<file" + name + ">\n" + read(media) + "\n</file>";
	}

	private static void requireUtf8(Media media, byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
		}
		catch (CharacterCodingException ex) {
			throw LlmException
				.builder(LlmException.Reason.UNSUPPORTED,
						"a file of the type " + media.mediaType() + " is not in UTF-8")
				.advice("Convert it to UTF-8 before you attach it.")
				.cause(ex)
				.build();
		}
	}

}
