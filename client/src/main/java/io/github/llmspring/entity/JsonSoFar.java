package io.github.llmspring.entity;

import io.github.llmspring.schema.InvalidJsonException;
import io.github.llmspring.schema.StrictJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object that is still arriving, readable at any moment: what is open is closed,
 * and of a token that is not whole nothing is taken but the beginning of a text.
 * <p>
 * Each character is looked at once to know where the object can be cut. Reading it is in
 * proportion to its length so far, so a long one is read only when it has grown by a
 * {@value #GROWTH}th: all readings together then cost as much as some {@value #GROWTH}
 * readings of the whole, however many pieces it comes in.
 */
final class JsonSoFar {

	private static final int GROWTH = 64;

	/**
	 * Length up to which every piece is worth a reading.
	 */
	private static final int SHORT = 8 * 1024;

	private final StringBuilder text = new StringBuilder();

	/**
	 * What closes the objects and arrays that are open, the innermost last.
	 */
	private final StringBuilder closers = new StringBuilder();

	/**
	 * Where the object can be cut, all texts within it being whole.
	 */
	private int cut;

	/**
	 * Where the text that is open can be cut, or 0 where there is nothing of it.
	 */
	private int cutInText;

	private int read;

	private boolean inString;

	private boolean name;

	private int escape;

	private boolean over;

	/**
	 * Adds a piece.
	 * @param piece the next piece of the answer
	 * @return whether it is time to read
	 */
	boolean append(String piece) {
		for (int i = 0; i < piece.length() && !this.over; i++) {
			if (!this.closers.isEmpty() || piece.charAt(i) == '{') {
				this.text.append(piece.charAt(i));
				add(piece.charAt(i), this.text.length());
			}
		}
		int grown = Math.max(this.cut, this.cutInText) - this.read;
		return grown > 0 && (this.over || this.text.length() < SHORT || grown > this.text.length() / GROWTH);
	}

	private void add(char ch, int end) {
		if (this.inString) {
			addToString(ch, end);
			return;
		}
		switch (ch) {
			case '{', '[' -> open(ch, end);
			case '}', ']' -> close(end);
			case ',' -> {
				this.cut = end - 1;
				this.name = this.closers.charAt(this.closers.length() - 1) == '}';
			}
			case ':' -> this.name = false;
			case '"' -> {
				this.inString = true;
				this.cutInText = 0;
			}
			default -> {
				// a number or a word is whole when something follows it
			}
		}
	}

	private void open(char ch, int end) {
		this.closers.append((ch == '{') ? '}' : ']');
		this.name = ch == '{';
		this.cut = end;
		this.over = this.closers.length() > StrictJson.DEPTH;
	}

	private void close(int end) {
		this.closers.setLength(this.closers.length() - 1);
		this.cut = end;
		this.over = this.closers.isEmpty();
	}

	private void addToString(char ch, int end) {
		if (this.escape == 0 && ch == '"') {
			this.inString = false;
			this.cut = this.name ? this.cut : end;
			this.cutInText = 0;
			return;
		}
		boolean unicode = this.escape == 1 && ch == 'u' && this.text.charAt(end - 2) == '\\';
		this.escape = (this.escape == 0) ? ((ch == '\\') ? 1 : 0) : (unicode ? 4 : this.escape - 1);
		if (this.escape == 0 && !this.name && !endsWithHalfCharacter(end)) {
			this.cutInText = end;
		}
	}

	private boolean endsWithHalfCharacter(int end) {
		return Character.isHighSurrogate(this.text.charAt(end - 1)) || (this.text.charAt(end - 5) == 'u'
				&& this.text.charAt(end - 6) == '\\' && "dD".indexOf(this.text.charAt(end - 4)) >= 0
				&& "89abAB".indexOf(this.text.charAt(end - 3)) >= 0);
	}

	/**
	 * Length of the object as far as it is there without an open text.
	 */
	int length() {
		return this.cut;
	}

	/**
	 * The object as far as it is there.
	 * @return the object, or {@code null} where nothing has begun or it is no JSON
	 */
	@Nullable JsonNode read() {
		this.read = Math.max(this.cut, this.cutInText);
		return (this.cutInText > 0) ? parse(this.cutInText, "\"") : readWithoutOpenText();
	}

	/**
	 * The object as far as it is there, without the text that is still arriving: half of
	 * a date or of a constant's name is none.
	 * @return the object, or {@code null} where nothing has begun or it is no JSON
	 */
	@Nullable JsonNode readWithoutOpenText() {
		return parse(this.cut, "");
	}

	private @Nullable JsonNode parse(int end, String closing) {
		try {
			return StrictJson.read(this.text.substring(0, end) + closing + new StringBuilder(this.closers).reverse());
		}
		catch (InvalidJsonException ex) {
			return null;
		}
	}

}
