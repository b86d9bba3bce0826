package io.github.llmspring.wire;

/**
 * The mark {@code [DONE]} with which many services end a stream.
 */
public final class DoneMark {

	private static final byte[] MARK = { '[', 'D', 'O', 'N', 'E', ']' };

	private DoneMark() {
	}

	/**
	 * Whether the data of a frame is the mark.
	 * @param bytes a buffer that holds the data
	 * @param from index of the first byte
	 * @param to index after the last byte
	 * @return whether it is, blanks at its end aside
	 */
	public static boolean is(byte[] bytes, int from, int to) {
		if (to - from < MARK.length) {
			return false;
		}
		for (int i = 0; i < MARK.length; i++) {
			if (bytes[from + i] != MARK[i]) {
				return false;
			}
		}
		for (int i = from + MARK.length; i < to; i++) {
			if (bytes[i] > ' ') {
				return false;
			}
		}
		return true;
	}

}
