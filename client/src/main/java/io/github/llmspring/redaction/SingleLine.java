package io.github.llmspring.redaction;

/**
 * Takes out line breaks and other control characters, which could make one entry of a log
 * look like two.
 */
final class SingleLine implements Rule {

	@Override
	public String apply(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (isControl(text.charAt(i))) {
				return cleaned(text, i);
			}
		}
		return text;
	}

	private static String cleaned(String text, int first) {
		StringBuilder cleaned = new StringBuilder(text.length()).append(text, 0, first);
		boolean gap = false;
		for (int i = first; i < text.length(); i++) {
			char letter = text.charAt(i);
			if (!isControl(letter)) {
				cleaned.append(letter);
			}
			else if (!gap) {
				cleaned.append(' ');
			}
			gap = isControl(letter);
		}
		return cleaned.toString();
	}

	private static boolean isControl(char letter) {
		return Character.isISOControl(letter) || letter == '\u2028' || letter == '\u2029';
	}

}
