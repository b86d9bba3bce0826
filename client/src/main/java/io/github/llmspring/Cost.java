package io.github.llmspring;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * An amount of money that calls to a model cost.
 * <p>
 * It is exact: nothing is rounded, and 0 means that the call was free. What is not known
 * is {@code null} wherever a cost is expected, never 0. Trailing zeros do not count, so
 * equal amounts are equal.
 *
 * @param amount how much, in units of the currency, such as dollars
 * @param currency the currency
 */
public record Cost(BigDecimal amount, Currency currency) {

	private static final Currency US_DOLLAR = Currency.getInstance("USD");

	public Cost {
		if (amount.signum() < 0) {
			throw new IllegalArgumentException("A cost is not below 0, but this is " + amount.toPlainString());
		}
		amount = amount.stripTrailingZeros();
	}

	/**
	 * Cost in US dollars, the currency of nearly all price lists.
	 * @param amount how many dollars
	 * @return the cost
	 */
	public static Cost usd(BigDecimal amount) {
		return new Cost(amount, US_DOLLAR);
	}

	/**
	 * Cost in US dollars, the currency of nearly all price lists.
	 * @param amount how many dollars, such as {@code 0.0125}
	 * @return the cost
	 */
	public static Cost usd(String amount) {
		return usd(new BigDecimal(amount));
	}

	/**
	 * This cost and another together.
	 * @param other the cost of another call
	 * @return the sum, or {@code null} where the currencies differ
	 */
	public @Nullable Cost plus(Cost other) {
		return this.currency.equals(other.currency) ? new Cost(this.amount.add(other.amount), this.currency) : null;
	}

	/**
	 * The sum of two costs either of which may be unknown.
	 * @param left a cost
	 * @param right another
	 * @return the sum, or {@code null} where one of them is unknown or the currencies
	 * differ
	 */
	public static @Nullable Cost sum(@Nullable Cost left, @Nullable Cost right) {
		return (left != null && right != null) ? left.plus(right) : null;
	}

	@Override
	public String toString() {
		return this.amount.toPlainString() + " " + this.currency.getCurrencyCode();
	}

}
