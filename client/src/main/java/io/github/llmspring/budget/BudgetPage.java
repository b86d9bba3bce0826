package io.github.llmspring.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

import io.github.llmspring.Cost;
import org.jspecify.annotations.Nullable;

/**
 * How much of a budget is spent in the period of the moment, by this application and by
 * others. Amounts are in billionths. Not thread-safe.
 */
final class BudgetPage {

	private static final int DIGITS = 9;

	private final Budget budget;

	private final long limit;

	private Instant since;

	private Instant until;

	private long spent;

	private long spentByOthers;

	private Level told = Level.FINE;

	BudgetPage(Budget budget, Instant now) {
		this.budget = budget;
		this.limit = units(budget, budget.limit());
		this.since = budget.period().begin(now);
		this.until = budget.period().end(now);
	}

	/**
	 * Units of a cost, 0 where it is in another currency than the budget.
	 */
	static long units(Budget budget, Cost cost) {
		return cost.currency().equals(budget.limit().currency())
				? cost.amount().movePointRight(DIGITS).setScale(0, RoundingMode.HALF_UP).longValue() : 0;
	}

	private Cost cost(long units) {
		return new Cost(BigDecimal.valueOf(units, DIGITS), this.budget.limit().currency());
	}

	/**
	 * Begins anew where the period is over.
	 */
	void turn(Instant now) {
		if (!now.isBefore(this.until)) {
			this.since = this.budget.period().begin(now);
			this.until = this.budget.period().end(now);
			this.spent = 0;
			this.spentByOthers = 0;
			this.told = Level.FINE;
		}
	}

	Instant since() {
		return this.since;
	}

	/**
	 * What this application has spent.
	 */
	long spent() {
		return this.spent;
	}

	void add(Cost cost) {
		this.spent += units(this.budget, cost);
	}

	void spentByOthers(long amount) {
		this.spentByOthers = amount;
	}

	private long spentByAll() {
		return this.spent + this.spentByOthers;
	}

	/**
	 * What all have left; nothing or less where it is spent.
	 */
	long left() {
		return this.limit - spentByAll();
	}

	BudgetState state() {
		return new BudgetState(this.budget, cost(spentByAll()), cost(Math.max(0, left())), this.since, this.until);
	}

	/**
	 * What to warn of, once for each level that is reached.
	 */
	@Nullable BudgetWarning warning() {
		Level level = (left() <= 0) ? Level.SPENT
				: ((double) spentByAll() >= 0.8 * this.limit) ? Level.NEARLY_SPENT : Level.FINE;
		if (level.compareTo(this.told) <= 0) {
			return null;
		}
		this.told = level;
		return new BudgetWarning(state());
	}

	/**
	 * How far a budget is spent.
	 */
	private enum Level {

		FINE, NEARLY_SPENT, SPENT

	}

}
