package io.github.llmspring.simulated;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Size of an image in pixels, as its header says.
 *
 * @param width the width
 * @param height the height
 */
record ImageSize(int width, int height) {

	/**
	 * Size of a PNG, GIF, JPEG or WebP.
	 * @param mediaType the image's type
	 * @param image the image
	 * @return the size, or {@code null} where it cannot be told
	 */
	static @Nullable ImageSize of(String mediaType, byte[] image) {
		ByteBuffer bytes = ByteBuffer.wrap(image);
		try {
			return switch (mediaType) {
				case "image/png" -> new ImageSize(bytes.getInt(16), bytes.getInt(20));
				case "image/gif" -> {
					bytes.order(ByteOrder.LITTLE_ENDIAN);
					yield new ImageSize(unsigned(bytes, 6), unsigned(bytes, 8));
				}
				case "image/jpeg" -> ofJpeg(bytes);
				case "image/webp" -> ofWebp(bytes.order(ByteOrder.LITTLE_ENDIAN));
				default -> null;
			};
		}
		catch (IndexOutOfBoundsException ex) {
			// cut off before the end of its header
			return null;
		}
	}

	/**
	 * Looks for the segment that begins a frame. Three markers of that range begin
	 * something else.
	 */
	private static @Nullable ImageSize ofJpeg(ByteBuffer bytes) {
		int at = 2;
		while (bytes.get(at) == (byte) 0xFF) {
			int marker = bytes.get(at + 1) & 0xFF;
			if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
				return new ImageSize(unsigned(bytes, at + 7), unsigned(bytes, at + 5));
			}
			at += 2 + unsigned(bytes, at + 2);
		}
		return null;
	}

	private static @Nullable ImageSize ofWebp(ByteBuffer bytes) {
		return switch (new String(bytes.array(), 12, 4, StandardCharsets.ISO_8859_1)) {
			case "VP8 " -> new ImageSize(unsigned(bytes, 26) & 0x3FFF, unsigned(bytes, 28) & 0x3FFF);
			case "VP8L" -> new ImageSize((bytes.getInt(21) & 0x3FFF) + 1, (bytes.getInt(21) >> 14 & 0x3FFF) + 1);
			case "VP8X" -> new ImageSize((bytes.getInt(24) & 0xFFFFFF) + 1, (bytes.getInt(26) >> 8 & 0xFFFFFF) + 1);
			default -> null;
		};
	}

	private static int unsigned(ByteBuffer bytes, int at) {
		return bytes.getShort(at) & 0xFFFF;
	}

}
