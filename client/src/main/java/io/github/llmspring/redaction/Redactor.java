package io.github.llmspring.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.Secret;

/**
 * Takes out of texts what no log and no trace may hold.
 * <p>
 * Those are keys, tokens and passwords, e-mail addresses, numbers of payment cards, and
 * whatever matches patterns of the application. Encoded data are left out, line breaks
 * and control characters become spaces, and what is too long is cut off. It is a net, not
 * a proof: who may not log personal data must not log content.
 * <p>
 * Thread-safe. No pattern takes longer than a bounded time for each character: a text
 * that one takes too long for is withheld.
 */
public final class Redactor {

	/**
	 * Redactor of what is taken out everywhere, for texts of up to 2,000 characters.
	 */
	public static final Redactor DEFAULTS = builder().build();

	/**
	 * How far behind the cut a match may end; what follows is not looked at.
	 */
	private static final int MARGIN = 10_000;

	/**
	 * From this length on, a word is data, of which a part is known to be.
	 */
	private static final int LONGEST_WORD = 300;

	private final List<Rule> rules;

	private final int maxLength;

	private Redactor(Builder builder) {
		List<Rule> rules = new ArrayList<>();
		Supplier<? extends Collection<Secret>> secrets = builder.secrets;
		rules.add((text) -> masked(text, secrets.get()));
		rules.add(new SingleLine());
		builder.patterns.forEach((pattern) -> rules.add(PatternRule.masking(pattern)));
		rules.addAll(UsualRules.ALL);
		this.rules = List.copyOf(rules);
		this.maxLength = builder.maxLength;
	}

	/**
	 * Builder of a redactor.
	 * @return a builder with the defaults set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Text as it may be shown.
	 * @param text the text
	 * @return the text in one line, without what must not be shown
	 */
	public String redact(String text) {
		String read = beginning(text);
		String clean = clean(read);
		return (read.length() == text.length() && clean.length() <= this.maxLength) ? clean
				: cut(clean) + "... [of " + text.length() + " characters]";
	}

	/**
	 * Message as it may be shown: its texts and calls of tools, and of images, documents
	 * and sounds what they are.
	 * @param message the message
	 * @return the message in one line, without what must not be shown
	 */
	public String redact(Message message) {
		List<String> pieces = new ArrayList<>();
		for (Content content : message.content()) {
			pieces.add(Shown.text(content));
		}
		return redact(String.join(" ", pieces));
	}

	/**
	 * Conversation as it may be shown, each message after who speaks. Where it is too
	 * long, the oldest messages are left out.
	 * @param messages the messages, oldest first
	 * @return the messages in one line, without what must not be shown
	 */
	public String redact(List<Message> messages) {
		String shown = "";
		for (int i = messages.size() - 1; i >= 0; i--) {
			String message = Shown.speaker(messages.get(i)) + ": " + redact(messages.get(i));
			if (!shown.isEmpty() && message.length() + 3 + shown.length() > this.maxLength) {
				return "[" + (i + 1) + " earlier] " + shown;
			}
			shown = shown.isEmpty() ? message : message + " | " + shown;
		}
		return shown;
	}

	private static String masked(String text, Collection<Secret> secrets) {
		String masked = text;
		for (Secret secret : secrets) {
			masked = secret.mask(masked);
		}
		return masked;
	}

	/**
	 * What is looked at of a text. It does not end amid a word or a number, of which no
	 * rule would know what it is.
	 */
	private String beginning(String text) {
		int end = (int) Math.min(Integer.MAX_VALUE, (long) this.maxLength + MARGIN);
		if (text.length() <= end) {
			return text;
		}
		int word = back(text, end, Redactor::isPartOfWord);
		return text.substring(0, (end - word < LONGEST_WORD) ? back(text, word, Redactor::isPartOfNumber) : end);
	}

	/**
	 * Goes back from a place as long as it meets certain letters.
	 */
	private static int back(String text, int from, IntPredicate letters) {
		int at = from;
		while (at > 0 && from - at < LONGEST_WORD && letters.test(text.charAt(at - 1))) {
			at--;
		}
		return at;
	}

	private static boolean isPartOfWord(int letter) {
		return Character.isLetterOrDigit(letter) || "+/=_-.~%@".indexOf(letter) >= 0;
	}

	private static boolean isPartOfNumber(int letter) {
		return Character.isDigit(letter) || Character.isSpaceChar(letter) || letter == '-' || letter == '.';
	}

	private String clean(String text) {
		String clean = text;
		for (Rule rule : this.rules) {
			clean = rule.apply(clean);
		}
		return clean;
	}

	private String cut(String clean) {
		if (clean.length() <= this.maxLength) {
			return clean;
		}
		boolean pair = Character.isHighSurrogate(clean.charAt(this.maxLength - 1));
		return clean.substring(0, pair ? this.maxLength - 1 : this.maxLength);
	}

	/**
	 * Builder of a {@link Redactor}.
	 */
	public static final class Builder {

		private List<Pattern> patterns = List.of();

		private Supplier<? extends Collection<Secret>> secrets = List::of;

		private int maxLength = 2000;

		private Builder() {
		}

		/**
		 * Sets what else is taken out.
		 * @param patterns patterns of single lines, since line breaks are spaces by then
		 * @return this builder
		 */
		public Builder patterns(Collection<Pattern> patterns) {
			this.patterns = List.copyOf(patterns);
			return this;
		}

		/**
		 * Sets what is taken out wherever it stands, whatever it looks like.
		 * @param secrets the keys and passwords
		 * @return this builder
		 */
		public Builder secrets(Collection<Secret> secrets) {
			List<Secret> fixed = List.copyOf(secrets);
			return secrets(() -> fixed);
		}

		/**
		 * Sets what is taken out wherever it stands, where it may change.
		 * @param secrets gives the keys and passwords of the moment
		 * @return this builder
		 */
		public Builder secrets(Supplier<? extends Collection<Secret>> secrets) {
			this.secrets = secrets;
			return this;
		}

		/**
		 * Sets how much of a text is shown.
		 * @param maxLength the number of characters, above 0
		 * @return this builder
		 */
		public Builder maxLength(int maxLength) {
			if (maxLength < 1) {
				throw new IllegalArgumentException("'maxLength' must be above 0");
			}
			this.maxLength = maxLength;
			return this;
		}

		/**
		 * Makes the redactor.
		 * @return the redactor
		 */
		public Redactor build() {
			return new Redactor(this);
		}

	}

}
