package io.github.llmspring.budget;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Remembers what this process spent today and this month, by the calendar of UTC.
 * <p>
 * Its memory is bounded: it knows so many providers, models, routes, tags and values of a
 * tag, and counts what comes beyond as {@value #OTHERS}.
 */
public final class SpendingLedger implements SpendingListener {

	/**
	 * Name of whatever there was no room for.
	 */
	public static final String OTHERS = "(others)";

	private final InstantSource clock;

	private final int room;

	private SpendingAccount day;

	private SpendingAccount month;

	/**
	 * Ledger with room for 1,000 names of each kind.
	 */
	public SpendingLedger() {
		this(InstantSource.system(), 1_000);
	}

	SpendingLedger(InstantSource clock, int room) {
		this.clock = clock;
		this.room = room;
		this.day = account(BudgetPeriod.DAY);
		this.month = account(BudgetPeriod.MONTH);
	}

	private SpendingAccount account(BudgetPeriod period) {
		return new SpendingAccount(period.begin(this.clock.instant()), this.room);
	}

	@Override
	public synchronized void spent(Spent spent) {
		turnPages();
		this.day.add(spent);
		this.month.add(spent);
	}

	private void turnPages() {
		if (!this.clock.instant().isBefore(this.day.since().plus(1, ChronoUnit.DAYS))) {
			this.day = account(BudgetPeriod.DAY);
			SpendingAccount current = account(BudgetPeriod.MONTH);
			this.month = current.since().equals(this.month.since()) ? this.month : current;
		}
	}

	/**
	 * What was spent since midnight.
	 * @return the spending as it is now
	 */
	public synchronized Spending today() {
		turnPages();
		return this.day.spending();
	}

	/**
	 * What was spent since the first of the month, or since this process began.
	 * @return the spending as it is now
	 */
	public synchronized Spending thisMonth() {
		turnPages();
		return this.month.spending();
	}

}
