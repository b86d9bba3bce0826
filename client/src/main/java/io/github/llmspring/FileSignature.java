package io.github.llmspring;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Bytes by which files of one type begin.
 *
 * @param mediaType the type
 * @param bytes the bytes, one a character
 */
record FileSignature(String mediaType, String bytes) {

	private static final List<FileSignature> KNOWN = List.of(new FileSignature("image/png", "\u0089PNG\r\n\032\n"),
			new FileSignature("image/jpeg", "\u00FF\u00D8\u00FF"), new FileSignature("image/gif", "GIF87a"),
			new FileSignature("image/gif", "GIF89a"), new FileSignature("application/pdf", "%PDF-"),
			new FileSignature("audio/mpeg", "ID3\002"), new FileSignature("audio/mpeg", "ID3\003"),
			new FileSignature("audio/mpeg", "ID3\004"), new FileSignature("audio/ogg", "OggS\0"),
			new FileSignature("audio/flac", "fLaC"));

	private static final Set<String> HEIC = Set.of("heic", "heix", "heim", "heis", "hevc", "hevx");

	private static final int CHUNK = 8192;

	/**
	 * Media type of a content.
	 * @param content the whole content
	 * @return the type, or {@code null} where it is not known
	 */
	static @Nullable String mediaType(byte[] content) {
		for (FileSignature signature : KNOWN) {
			if (signature.isIn(content)) {
				return signature.mediaType();
			}
		}
		if (text(content, 0, 4).equals("RIFF")) {
			String kind = text(content, 8, 4);
			return kind.equals("WEBP") ? "image/webp" : kind.equals("WAVE") ? "audio/wav" : null;
		}
		if (text(content, 4, 4).equals("ftyp")) {
			return ofBrand(text(content, 8, 4));
		}
		if (text(content, 0, 4).equals("\032E\u00DF\u00A3")) {
			return text(content, 4, 60).contains("webm") ? "video/webm" : null;
		}
		if (beginsWithSoundFrame(content)) {
			return "audio/mpeg";
		}
		return isText(content) ? "text/plain" : null;
	}

	private boolean isIn(byte[] content) {
		return text(content, 0, this.bytes.length()).equals(this.bytes);
	}

	private static String text(byte[] content, int from, int length) {
		int end = Math.min(content.length, from + length);
		return (from < end) ? new String(content, from, end - from, StandardCharsets.ISO_8859_1) : "";
	}

	private static String ofBrand(String brand) {
		if (HEIC.contains(brand)) {
			return "image/heic";
		}
		return switch (brand) {
			case "mif1", "msf1" -> "image/heif";
			case "avif", "avis" -> "image/avif";
			case "M4A ", "M4B " -> "audio/mp4";
			case "qt  " -> "video/quicktime";
			default -> "video/mp4";
		};
	}

	/**
	 * Whether the content begins with a frame of MPEG layer III, as a sound without a
	 * title does.
	 */
	private static boolean beginsWithSoundFrame(byte[] content) {
		return content.length > 2 && content[0] == (byte) 0xFF && (content[1] & 0xE6) == 0xE2;
	}

	/**
	 * Whether all of the content is text in UTF-8. It is decoded piece by piece, as it
	 * may be large.
	 */
	private static boolean isText(byte[] content) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer bytes = ByteBuffer.wrap(content);
		CharBuffer characters = CharBuffer.allocate(CHUNK);
		CoderResult result;
		do {
			characters.clear();
			result = decoder.decode(bytes, characters, true);
			if (result.isError() || holdsControls(characters.flip())) {
				return false;
			}
		}
		while (result.isOverflow());
		return content.length > 0;
	}

	private static boolean holdsControls(CharBuffer characters) {
		return characters.chars()
			.anyMatch((character) -> character < ' ' && character != '\t' && character != '\n' && character != '\r'
					&& character != '\f');
	}

}
