package io.github.llmspring.wire;

import java.util.List;
import java.util.Locale;

import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import org.jspecify.annotations.Nullable;

/**
 * Translates between degrees of thinking and numbers of tokens, for services that know
 * one of the two.
 */
public final class ReasoningScale {

	private static final int[] TOKENS = { 0, 1024, 4096, 12_288, 24_576, 32_768, 65_536 };

	private ReasoningScale() {
	}

	/**
	 * Whether thinking is asked for.
	 * @param control what is asked for, or {@code null}
	 * @return {@code false} where nothing or no thinking is asked for
	 */
	public static boolean isOn(@Nullable ReasoningControl control) {
		return control != null && effort(control) != Effort.NONE;
	}

	/**
	 * Degree of thinking.
	 * @param control what is asked for
	 * @return the degree, for a number of tokens the least one that allows as many
	 */
	public static Effort effort(ReasoningControl control) {
		if (control.effort() != null) {
			return control.effort();
		}
		int tokens = tokens(control);
		for (Effort effort : Effort.values()) {
			if (tokens <= TOKENS[effort.ordinal()]) {
				return effort;
			}
		}
		return Effort.MAX;
	}

	/**
	 * Number of tokens to think.
	 * @param control what is asked for
	 * @return the number, 0 for no thinking
	 */
	public static int tokens(ReasoningControl control) {
		return (control.effort() != null) ? TOKENS[control.effort().ordinal()]
				: Math.max(0, (control.tokens() != null) ? control.tokens() : 0);
	}

	/**
	 * Word for the degree of thinking that comes nearest: the highest known one that is
	 * not above what is asked for, else the lowest.
	 * @param control what is asked for
	 * @param words the words that the model knows, lowest first, such as {@code low}; a
	 * word of the model's own stands for the usual degree
	 * @return the word, or {@code null} where the model knows none
	 */
	public static @Nullable String word(ReasoningControl control, List<?> words) {
		Effort asked = effort(control);
		String nearest = null;
		for (Object word : words) {
			Effort effort = effort((String) word);
			boolean fits = (asked == Effort.NONE) ? nearest == null
					: effort != Effort.NONE && (nearest == null || effort.compareTo(asked) <= 0);
			nearest = fits ? (String) word : nearest;
		}
		return nearest;
	}

	private static Effort effort(String word) {
		for (Effort effort : Effort.values()) {
			if (effort.name().toLowerCase(Locale.ROOT).equals(word)) {
				return effort;
			}
		}
		return Effort.MEDIUM;
	}

}
