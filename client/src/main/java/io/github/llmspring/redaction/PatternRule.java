package io.github.llmspring.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out what a pattern matches. A pattern that takes too long for a text withholds
 * the whole text: nobody knows what it would have found.
 *
 * @param pattern the pattern
 * @param replacement what stands in place of a match, with references to its groups
 */
record PatternRule(Pattern pattern, String replacement) implements Rule {

	static final String WITHHELD = "[withheld: a pattern took too long]";

	static PatternRule masking(Pattern pattern) {
		return new PatternRule(pattern, MASK);
	}

	static PatternRule of(String regex, String replacement) {
		return new PatternRule(Pattern.compile(regex), replacement);
	}

	@Override
	public String apply(String text) {
		try {
			Matcher matcher = this.pattern.matcher(BudgetedText.of(text));
			return matcher.find() ? matcher.replaceAll(this.replacement) : text;
		}
		catch (BudgetedText.SpentException | StackOverflowError ex) {
			return WITHHELD;
		}
	}

}
