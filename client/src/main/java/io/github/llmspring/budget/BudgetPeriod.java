package io.github.llmspring.budget;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * Time after which a budget begins anew, by the calendar of UTC.
 */
public enum BudgetPeriod {

	/**
	 * From one full hour to the next.
	 */
	HOUR,

	/**
	 * From midnight to midnight.
	 */
	DAY,

	/**
	 * From Monday to Monday.
	 */
	WEEK,

	/**
	 * From the first of a month to the first of the next.
	 */
	MONTH;

	/**
	 * When the period began in which a moment lies.
	 * @param moment the moment
	 * @return the first moment of the period
	 */
	public Instant begin(Instant moment) {
		ZonedDateTime time = moment.atZone(ZoneOffset.UTC);
		ZonedDateTime day = time.truncatedTo(ChronoUnit.DAYS);
		return switch (this) {
			case HOUR -> time.truncatedTo(ChronoUnit.HOURS).toInstant();
			case DAY -> day.toInstant();
			case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toInstant();
			case MONTH -> day.with(TemporalAdjusters.firstDayOfMonth()).toInstant();
		};
	}

	/**
	 * When the period ends in which a moment lies.
	 * @param moment the moment
	 * @return the first moment of the next period
	 */
	public Instant end(Instant moment) {
		ZonedDateTime begin = begin(moment).atZone(ZoneOffset.UTC);
		return switch (this) {
			case HOUR -> begin.plusHours(1).toInstant();
			case DAY -> begin.plusDays(1).toInstant();
			case WEEK -> begin.plusWeeks(1).toInstant();
			case MONTH -> begin.plusMonths(1).toInstant();
		};
	}

	/**
	 * This period as it is written in configuration.
	 * @return the name in lower case
	 */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}
