package io.github.llmspring.wire;

/**
 * What a service counts when it names a place in a text.
 */
public enum TextUnit {

	/**
	 * Characters, those outside the basic plane as one.
	 */
	CODE_POINTS {

		@Override
		int length(int codePoint) {
			return 1;
		}

	},

	/**
	 * Bytes of the text in UTF-8.
	 */
	UTF8_BYTES {

		@Override
		int length(int codePoint) {
			return (codePoint < 0x80) ? 1 : (codePoint < 0x800) ? 2 : (codePoint < 0x10000) ? 3 : 4;
		}

	};

	abstract int length(int codePoint);

	/**
	 * Index of a place in a text, as Java counts.
	 * @param text the text
	 * @param place the place as counted in this unit
	 * @return the index, or -1 where the text has no such place
	 */
	int index(CharSequence text, int place) {
		int counted = 0;
		int index = 0;
		while (counted < place && index < text.length()) {
			int codePoint = Character.codePointAt(text, index);
			counted += length(codePoint);
			index += Character.charCount(codePoint);
		}
		return (counted == place) ? index : -1;
	}

}
