package io.github.llmspring.wire.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.github.llmspring.wire.UnreadableAnswer;

/**
 * Vectors that are written as bytes: little-endian numbers, most often of 4 bytes.
 */
final class Base64Vector {

	private Base64Vector() {
	}

	/**
	 * Reads a vector.
	 * @param bytes the decoded bytes
	 * @param signedBytes whether each byte is a number
	 * @return the vector
	 */
	static float[] read(byte[] bytes, boolean signedBytes) {
		if (signedBytes) {
			return ofBytes(bytes);
		}
		if (bytes.length % Float.BYTES != 0) {
			throw UnreadableAnswer.because("a vector of " + bytes.length + " bytes holds no whole number of floats");
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		float[] floats = new float[bytes.length / Float.BYTES];
		buffer.asFloatBuffer().get(floats);
		return areDoubles(floats) ? ofDoubles(buffer) : floats;
	}

	/**
	 * Some servers write doubles. Those that come of shorter numbers end in zeros, so
	 * that every other float would be nothing.
	 */
	private static boolean areDoubles(float[] floats) {
		if (floats.length % 2 != 0) {
			return false;
		}
		boolean something = false;
		for (int i = 0; i < floats.length; i += 2) {
			if (floats[i] != 0) {
				return false;
			}
			something |= floats[i + 1] != 0;
		}
		return something && floats.length > 2;
	}

	private static float[] ofDoubles(ByteBuffer buffer) {
		float[] vector = new float[buffer.capacity() / Double.BYTES];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) buffer.getDouble(i * Double.BYTES);
		}
		return vector;
	}

	private static float[] ofBytes(byte[] bytes) {
		float[] vector = new float[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			vector[i] = bytes[i];
		}
		return vector;
	}

}
