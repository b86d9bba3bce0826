package io.github.llmspring.wire;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import tools.jackson.core.util.ByteArrayBuilder;

/**
 * Body in the making. Large content is remembered where it belongs and encoded once, into
 * the body itself, whose length is known by then.
 */
final class BodyBuffer extends OutputStream {

	/**
	 * A multiple of three, so that no piece but the last is padded.
	 */
	private static final int PIECE = 3 << 13;

	private final ByteArrayBuilder written = new ByteArrayBuilder();

	private final List<Insertion> insertions = new ArrayList<>(0);

	@Override
	public void write(int value) {
		this.written.write(value);
	}

	@Override
	public void write(byte[] bytes, int from, int length) {
		this.written.write(bytes, from, length);
	}

	/**
	 * Puts the Base64 text of bytes here.
	 * @param bytes the bytes, not copied
	 */
	void insertBase64(byte[] bytes) {
		this.insertions.add(new Insertion(this.written.size(), bytes));
	}

	byte[] toByteArray() {
		try (ByteArrayBuilder text = this.written) {
			return this.insertions.isEmpty() ? text.toByteArray() : assemble(text.toByteArray());
		}
	}

	private byte[] assemble(byte[] text) {
		long length = text.length;
		for (Insertion insertion : this.insertions) {
			length += insertion.length();
		}
		byte[] body = new byte[Math.toIntExact(length)];
		byte[] piece = new byte[PIECE];
		byte[] encoded = new byte[PIECE / 3 * 4];
		int from = 0;
		int at = 0;
		for (Insertion insertion : this.insertions) {
			System.arraycopy(text, from, body, at, insertion.at() - from);
			at += insertion.at() - from;
			from = insertion.at();
			at = encode(insertion.bytes(), body, at, piece, encoded);
		}
		System.arraycopy(text, from, body, at, text.length - from);
		return body;
	}

	/**
	 * Encodes through two small arrays, as the encoder knows only whole ones.
	 */
	private static int encode(byte[] bytes, byte[] body, int start, byte[] piece, byte[] encoded) {
		int at = start;
		for (int from = 0; from < bytes.length; from += PIECE) {
			int length = Math.min(PIECE, bytes.length - from);
			System.arraycopy(bytes, from, piece, 0, length);
			int count = Base64.getEncoder().encode((length == PIECE) ? piece : Arrays.copyOf(piece, length), encoded);
			System.arraycopy(encoded, 0, body, at, count);
			at += count;
		}
		return at;
	}

	private record Insertion(int at, byte[] bytes) {

		long length() {
			return (this.bytes.length + 2L) / 3 * 4;
		}

	}

}
