package io.github.llmspring.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * When a limit is whole again, as services write it: in seconds, as {@code 1m30s}, as a
 * date or in seconds or milliseconds since 1970.
 */
final class ResetTime {

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{0,15})?");

	private static final Pattern PART = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{0,15})?)(d|h|ms|m|s|us|\u00b5s|ns)");

	private static final Map<String, Double> SECONDS = Map.of("d", 86_400.0, "h", 3_600.0, "m", 60.0, "s", 1.0, "ms",
			1e-3, "us", 1e-6, "\u00b5s", 1e-6, "ns", 1e-9);

	/**
	 * From here on a number is a time since 1970 and not a wait: 30 years.
	 */
	private static final double EPOCH_SECONDS = 1e9;

	private static final double EPOCH_MILLIS = 1e11;

	private ResetTime() {
	}

	/**
	 * Reads a time.
	 * @param text the time, or {@code null} where there is none
	 * @param serviceTime the service's own time as the header {@code Date} has it, for a
	 * clock that goes wrong
	 * @param now our own time
	 * @return the time by our own clock, or {@code null} where it cannot be read
	 */
	static @Nullable Instant of(@Nullable String text, @Nullable String serviceTime, Instant now) {
		if (text == null) {
			return null;
		}
		String time = text.strip();
		if (NUMBER.matcher(time).matches()) {
			return number(Double.parseDouble(time), serviceTime, now);
		}
		Double seconds = duration(time);
		return (seconds != null) ? after(seconds, now) : date(time, serviceTime, now);
	}

	private static @Nullable Instant number(double number, @Nullable String serviceTime, Instant now) {
		if (number < EPOCH_SECONDS) {
			return after(number, now);
		}
		double millis = (number < EPOCH_MILLIS) ? number * 1e3 : number;
		return byOurClock(Instant.ofEpochMilli((long) millis), serviceTime, now);
	}

	private static @Nullable Double duration(String text) {
		Matcher part = PART.matcher(text);
		double seconds = 0;
		int end = 0;
		while (part.find() && part.start() == end) {
			seconds += Double.parseDouble(part.group(1)) * SECONDS.getOrDefault(part.group(2), 0.0);
			end = part.end();
		}
		return (end > 0 && end == text.length()) ? seconds : null;
	}

	private static @Nullable Instant date(String text, @Nullable String serviceTime, Instant now) {
		try {
			return byOurClock(OffsetDateTime.parse(text).toInstant(), serviceTime, now);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static Instant byOurClock(Instant reset, @Nullable String serviceTime, Instant now) {
		if (serviceTime == null) {
			return reset;
		}
		try {
			Instant service = ZonedDateTime.parse(serviceTime.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
				.toInstant();
			return now.plus(Duration.between(service, reset));
		}
		catch (DateTimeException ex) {
			return reset;
		}
	}

	private static @Nullable Instant after(double seconds, Instant now) {
		return (seconds < EPOCH_SECONDS) ? now.plusNanos((long) (seconds * 1e9)) : null;
	}

}
