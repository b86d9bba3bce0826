package io.github.llmspring.redaction;

/**
 * Takes out numbers of payment cards: 13 to 19 digits, alone or in groups, whose check
 * digit is right.
 */
final class CardNumbers implements Rule {

	private static final int FEWEST = 13;

	private static final int MOST = 19;

	private static final String FIRST_DIGITS = "234568";

	private static final String SEPARATORS = " -.\u00a0";

	@Override
	public String apply(String text) {
		StringBuilder masked = null;
		int kept = 0;
		int at = 0;
		while (at < text.length()) {
			int end = startsAt(text, at) ? end(text, at) : -1;
			if (end < 0) {
				at++;
				continue;
			}
			masked = (masked != null) ? masked : new StringBuilder(text.length());
			masked.append(text, kept, at).append(MASK);
			kept = end;
			at = end;
		}
		return (masked != null) ? masked.append(text, kept, text.length()).toString() : text;
	}

	private static boolean startsAt(String text, int at) {
		return FIRST_DIGITS.indexOf(text.charAt(at)) >= 0 && (at == 0 || !isDigit(text.charAt(at - 1)));
	}

	/**
	 * End of the longest card number that starts at a place, or a negative number.
	 */
	private static int end(String text, int start) {
		int[] digits = new int[MOST];
		int count = 0;
		int end = -1;
		int at = start;
		while (at < text.length() && count < MOST) {
			char letter = text.charAt(at);
			if (isDigit(letter)) {
				digits[count++] = letter - '0';
				boolean over = at + 1 == text.length() || !isDigit(text.charAt(at + 1));
				end = (count >= FEWEST && over && isChecked(digits, count)) ? at + 1 : end;
			}
			else if (SEPARATORS.indexOf(letter) < 0 || !isDigit(text.charAt(at - 1))) {
				break;
			}
			at++;
		}
		return end;
	}

	/**
	 * Whether the sum of Luhn's algorithm is right.
	 */
	private static boolean isChecked(int[] digits, int count) {
		int sum = 0;
		for (int i = 0; i < count; i++) {
			int digit = digits[count - 1 - i];
			int doubled = digit * 2;
			sum += (i % 2 == 0) ? digit : (doubled > 9) ? doubled - 9 : doubled;
		}
		return sum % 10 == 0;
	}

	private static boolean isDigit(char letter) {
		return letter >= '0' && letter <= '9';
	}

}
