package io.github.llmspring.http;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.wire.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryHints}.
 */
class RetryHintsTests {

	private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-03-01T12:00:00Z");

	@ParameterizedTest
	@CsvSource({ "retry-after-ms, 250, 250", "retry-after-ms, 1500.5, 1500.5", "x-ms-retry-after-ms, 40, 40",
			"retry-after, 3, 3000", "retry-after, 0.25, 250", "Retry-After, ' 2 ', 2000", "RETRY-AFTER-MS, 7, 7" })
	void waitIsReadInItsUnit(String name, String value, double millis) {
		assertThat(retryAfter(name, value)).isEqualTo(Duration.ofNanos((long) (millis * 1e6)));
	}

	@Test
	void exactHeaderWinsOverTheOneInSeconds() {
		assertThat(retryAfter("retry-after", "9", "retry-after-ms", "100")).isEqualTo(Duration.ofMillis(100));
		assertThat(retryAfter("retry-after", "9", "x-ms-retry-after-ms", "100")).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void exactHeaderThatSaysNothingLeavesTheOther() {
		assertThat(retryAfter("retry-after", "1", "retry-after-ms", "0")).isEqualTo(Duration.ofSeconds(1));
		assertThat(retryAfter("retry-after", "1", "retry-after-ms", "soon")).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void dateIsComparedWithTheServicesClock() {
		assertThat(retryAfter("retry-after", date(NOW.plusMinutes(10)), "date", date(NOW.plusMinutes(9))))
			.isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void dateIsComparedWithOurClockWhereTheServiceTellsNone() {
		assertThat(retryAfter("retry-after", date(NOW.plusSeconds(90)))).isEqualTo(Duration.ofSeconds(90));
		assertThat(retryAfter("retry-after", date(NOW.plusSeconds(90)), "date", "yesterday"))
			.isEqualTo(Duration.ofSeconds(90));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "0", "-1", "0.0", "soon", "NaN", "Infinity", "1d", "10f", "0x1p3", "1e3", "1,5",
			"1s", "31536001", "99999999999999999999999", "2026-03-01T12:00:10Z", "Sun, 01 Mar 2026 11:59:59 GMT",
			"Sun, 01 Mar 2026 12:00:00 GMT", "Mon, 01 Mar 2026 12:00:10 GMT", "Fri, 31 Dec 9999 23:59:59 GMT" })
	void garbageIsNoWait(String value) {
		assertThat(retryAfter("retry-after", value)).isNull();
	}

	@Test
	void absentHeaderIsNoWait() {
		assertThat(retryAfter()).isNull();
	}

	@Test
	void longestWaitIsAYear() {
		assertThat(retryAfter("retry-after", "31536000")).isEqualTo(Duration.ofDays(365));
		assertThat(retryAfter("retry-after-ms", "31536000000")).isEqualTo(Duration.ofDays(365));
		assertThat(retryAfter("retry-after-ms", "31536000001")).isNull();
	}

	@Test
	void serviceSaysWhetherToTryAgain() {
		assertThat(RetryHints.retryable(headers("x-should-retry", "true"))).isTrue();
		assertThat(RetryHints.retryable(headers("X-Should-Retry", "false"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "maybe", "1", "TRUE" })
	void unclearWordAboutTryingAgainIsNone(String value) {
		assertThat(RetryHints.retryable(headers("x-should-retry", value))).isNull();
		assertThat(RetryHints.retryable(Headers.NONE)).isNull();
	}

	private static String date(ZonedDateTime time) {
		return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.withZoneSameInstant(ZoneOffset.UTC))
			.replace("Z", "GMT");
	}

	private static @Nullable Duration retryAfter(String... namesAndValues) {
		return RetryHints.retryAfter(headers(namesAndValues), () -> NOW);
	}

	private static Headers headers(String... namesAndValues) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (int i = 0; i < namesAndValues.length; i += 2) {
			headers.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return headers::get;
	}

}
