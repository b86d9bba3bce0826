package io.github.llmspring.routing;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The words that could have been meant where an unknown one was written.
 *
 * @param known the words that exist
 */
public record Alternatives(List<String> known) {

	/**
	 * Alternatives in alphabetical order.
	 * @param known the words that exist
	 * @return the alternatives
	 */
	public static Alternatives of(Collection<String> known) {
		return new Alternatives(known.stream().sorted().toList());
	}

	/**
	 * Word that is so close to the unknown one that it was probably meant.
	 * @param unknown the word that was written
	 * @return the closest word, if any is close
	 */
	public Optional<String> closest(String unknown) {
		int tolerance = unknown.length() <= 3 ? unknown.length() / 2 : unknown.length() / 3;
		return this.known.stream()
			.filter((word) -> distance(word, unknown) <= tolerance)
			.min(Comparator.comparingInt((word) -> distance(word, unknown)));
	}

	/**
	 * Sentences that help whoever wrote the unknown word.
	 * @param unknown the word that was written
	 * @return such as {@code Did you mean 'openai'? Known are: anthropic, openai.}
	 */
	public String sentence(String unknown) {
		String all = this.known.isEmpty() ? "There are none." : "Known are: " + String.join(", ", this.known) + ".";
		return closest(unknown).map((word) -> "Did you mean '" + word + "'? " + all).orElse(all);
	}

	/**
	 * Letters to change, add or leave out, and neighbours to swap, to make one word of
	 * another.
	 */
	private static int distance(String left, String right) {
		int[] beforeLast = new int[right.length() + 1];
		int[] last = IntStream.rangeClosed(0, right.length()).toArray();
		for (int i = 1; i <= left.length(); i++) {
			int[] row = new int[right.length() + 1];
			row[0] = i;
			for (int j = 1; j <= right.length(); j++) {
				int change = last[j - 1] + ((left.charAt(i - 1) == right.charAt(j - 1)) ? 0 : 1);
				row[j] = Math.min(change, Math.min(last[j], row[j - 1]) + 1);
				if (i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
						&& left.charAt(i - 2) == right.charAt(j - 1)) {
					row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
				}
			}
			beforeLast = last;
			last = row;
		}
		return last[right.length()];
	}

}
