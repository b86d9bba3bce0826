package io.github.llmspring.benchmarks.loopback;

import java.util.function.Consumer;

/**
 * Counts the text of a stream, to see that all of it came.
 */
final class TextCount implements Consumer<String> {

	private int pieces;

	private int length;

	@Override
	public void accept(String piece) {
		this.pieces++;
		this.length += piece.length();
	}

	int pieces() {
		return this.pieces;
	}

	void check(String contestant, StreamedAnswer expected) {
		if (this.pieces != expected.pieces() || this.length != expected.length()) {
			throw new IllegalStateException(contestant + " read " + this.pieces + " pieces of " + this.length
					+ " characters instead of " + expected.pieces() + " of " + expected.length());
		}
	}

}
