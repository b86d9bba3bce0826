package io.github.llmspring.redaction;

/**
 * Text that may be looked at only so often for its length: a pattern that tries one way
 * after the other would otherwise take hours for a text of a few lines.
 */
final class BudgetedText implements CharSequence {

	private static final long LOOKS_PER_CHARACTER = 250;

	private static final long LOOKS_AT_LEAST = 20_000;

	private final CharSequence text;

	private final Budget budget;

	private BudgetedText(CharSequence text, Budget budget) {
		this.text = text;
		this.budget = budget;
	}

	static BudgetedText of(String text) {
		return new BudgetedText(text, new Budget(LOOKS_AT_LEAST + LOOKS_PER_CHARACTER * text.length()));
	}

	@Override
	public char charAt(int index) {
		this.budget.spend();
		return this.text.charAt(index);
	}

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return new BudgetedText(this.text.subSequence(start, end), this.budget);
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

	/**
	 * Shared by a text and its parts.
	 */
	private static final class Budget {

		private long left;

		Budget(long left) {
			this.left = left;
		}

		void spend() {
			if (--this.left < 0) {
				throw new SpentException();
			}
		}

	}

	/**
	 * Says that the budget is spent.
	 */
	static final class SpentException extends RuntimeException {

		SpentException() {
			super("The text was looked at too often", null, false, false);
		}

	}

}
