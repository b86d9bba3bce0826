package io.github.llmspring.schema;

/**
 * The beginning of a text that may be too long to be told as a whole.
 */
public final class Excerpt {

	private Excerpt() {
	}

	/**
	 * Beginning of a text.
	 * @param text the text
	 * @param longest the most characters of it
	 * @return the text, cut between two characters and marked so where it is longer
	 */
	public static String of(String text, int longest) {
		if (text.length() <= longest) {
			return text;
		}
		// half of a pair is no character, and some services refuse a request that holds
		// one
		boolean amidPair = Character.isHighSurrogate(text.charAt(longest - 1));
		return text.substring(0, amidPair ? longest - 1 : longest) + "...";
	}

}
