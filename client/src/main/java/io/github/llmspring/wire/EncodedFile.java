package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * A file as it stands inside a JSON text, which is encoded into the body of a request and
 * nowhere before.
 */
sealed interface EncodedFile {

	/**
	 * Length when encoded.
	 * @return the count of bytes
	 */
	long length();

	/**
	 * Encodes the file.
	 * @param body where to write
	 * @param start where to begin
	 * @return the index after the last byte
	 */
	int write(byte[] body, int start);

	/**
	 * Any file, in Base64.
	 */
	record InBase64(byte[] bytes) implements EncodedFile {

		/**
		 * A multiple of three, so that no piece but the last is padded.
		 */
		private static final int PIECE = 3 << 13;

		@Override
		public long length() {
			return (this.bytes.length + 2L) / 3 * 4;
		}

		/**
		 * Goes through two small arrays, as the encoder knows only whole ones.
		 */
		@Override
		public int write(byte[] body, int start) {
			byte[] piece = new byte[Math.min(PIECE, this.bytes.length)];
			byte[] encoded = new byte[PIECE / 3 * 4];
			int at = start;
			for (int from = 0; from < this.bytes.length; from += PIECE) {
				int length = Math.min(PIECE, this.bytes.length - from);
				System.arraycopy(this.bytes, from, piece, 0, length);
				int count = Base64.getEncoder()
					.encode((length == piece.length) ? piece : Arrays.copyOf(piece, length), encoded);
				System.arraycopy(encoded, 0, body, at, count);
				at += count;
			}
			return at;
		}

	}

	/**
	 * A text file in UTF-8, its special characters escaped.
	 */
	record Escaped(byte[] bytes) implements EncodedFile {

		private static final byte[][] ESCAPES = escapes();

		private static byte[][] escapes() {
			byte[][] escapes = new byte['\\' + 1][];
			for (int control = 0; control < ' '; control++) {
				escapes[control] = String.format("\\u%04x", control).getBytes(StandardCharsets.US_ASCII);
			}
			escapes['\n'] = new byte[] { '\\', 'n' };
			escapes['\r'] = new byte[] { '\\', 'r' };
			escapes['\t'] = new byte[] { '\\', 't' };
			escapes['"'] = new byte[] { '\\', '"' };
			escapes['\\'] = new byte[] { '\\', '\\' };
			return escapes;
		}

		private static byte @Nullable [] escape(byte value) {
			return (value >= 0 && value < ESCAPES.length) ? ESCAPES[value] : null;
		}

		@Override
		public long length() {
			long length = this.bytes.length;
			for (byte value : this.bytes) {
				byte[] escape = escape(value);
				length += (escape != null) ? escape.length - 1 : 0;
			}
			return length;
		}

		@Override
		public int write(byte[] body, int start) {
			int at = start;
			for (byte value : this.bytes) {
				byte[] escape = escape(value);
				if (escape == null) {
					body[at++] = value;
				}
				else {
					System.arraycopy(escape, 0, body, at, escape.length);
					at += escape.length;
				}
			}
			return at;
		}

	}

}
