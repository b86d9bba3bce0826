package io.github.llmspring.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.llmspring.wire.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of an error answer say about trying again.
 * <p>
 * The order of the headers is that of the vendors' own clients: the exact one in
 * milliseconds before the one in seconds, and a date is compared with the service's own
 * clock where it tells it.
 */
final class RetryHints {

	/**
	 * Longer waits are no hints but mistakes.
	 */
	private static final Duration LONGEST = Duration.ofDays(365);

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{0,15})?");

	private RetryHints() {
	}

	/**
	 * How long to wait.
	 * @param headers the headers of the answer
	 * @param now gives our own time
	 * @return the wait, or {@code null} where the headers do not say
	 */
	static @Nullable Duration retryAfter(Headers headers, Supplier<ZonedDateTime> now) {
		Duration wait = number(headers.first("retry-after-ms"), 1);
		if (wait == null) {
			wait = number(headers.first("x-ms-retry-after-ms"), 1);
		}
		if (wait == null) {
			wait = number(headers.first("retry-after"), 1000);
		}
		return (wait != null) ? wait : until(headers, now);
	}

	/**
	 * Whether the service says itself that the request may be sent again.
	 * @param headers the headers of the answer
	 * @return what it says, or {@code null} where it does not
	 */
	static @Nullable Boolean retryable(Headers headers) {
		String hint = headers.first("x-should-retry");
		return (hint != null && (hint.equals("true") || hint.equals("false"))) ? Boolean.valueOf(hint) : null;
	}

	private static @Nullable Duration number(@Nullable String text, int millis) {
		if (text == null || !NUMBER.matcher(text.strip()).matches()) {
			return null;
		}
		double wait = Double.parseDouble(text.strip()) * millis;
		return (wait <= LONGEST.toMillis()) ? positive(Duration.ofNanos((long) (wait * 1e6))) : null;
	}

	private static @Nullable Duration until(Headers headers, Supplier<ZonedDateTime> now) {
		ZonedDateTime date = date(headers.first("retry-after"));
		if (date == null) {
			return null;
		}
		ZonedDateTime serviceTime = date(headers.first("date"));
		return positive(Duration.between((serviceTime != null) ? serviceTime : now.get(), date));
	}

	private static @Nullable Duration positive(Duration wait) {
		return (wait.isNegative() || wait.isZero() || wait.compareTo(LONGEST) > 0) ? null : wait;
	}

	private static @Nullable ZonedDateTime date(@Nullable String text) {
		try {
			return (text != null) ? ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
