package io.github.llmspring.budget;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetPeriodTests {

	@ParameterizedTest
	@CsvSource({ "HOUR, 2026-11-27T23:59:59Z, 2026-11-27T23:00:00Z, 2026-11-28T00:00:00Z",
			"DAY, 2026-11-27T23:59:59Z, 2026-11-27T00:00:00Z, 2026-11-28T00:00:00Z",
			"WEEK, 2026-11-27T12:00:00Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
			"WEEK, 2026-11-30T00:00:00Z, 2026-11-30T00:00:00Z, 2026-12-07T00:00:00Z",
			"WEEK, 2026-11-29T23:59:59Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
			"MONTH, 2028-02-29T10:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
			"MONTH, 2026-12-31T23:00:00Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z" })
	void periodFollowsTheCalendarOfUtc(BudgetPeriod period, Instant moment, Instant begin, Instant end) {
		assertThat(period.begin(moment)).isEqualTo(begin);
		assertThat(period.end(moment)).isEqualTo(end);
	}

}
