package io.github.llmspring.simulated;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes texts of the length and the format of a schema.
 */
final class TextFiller {

	private static final int LONGEST = 1000;

	private static final Map<String, String> BY_FORMAT = Map.ofEntries(Map.entry("date", "2026-01-15"),
			Map.entry("date-time", "2026-01-15T12:00:00Z"), Map.entry("time", "12:00:00"),
			Map.entry("duration", "PT1H"), Map.entry("uuid", "00000000-0000-4000-8000-000000000000"),
			Map.entry("email", "someone@example.com"), Map.entry("uri", "https://example.com"),
			Map.entry("hostname", "example.com"), Map.entry("ipv4", "192.0.2.1"), Map.entry("ipv6", "2001:db8::1"));

	private static final Map<String, Function<String, ?>> READERS = Map.of("date", LocalDate::parse, "date-time",
			DateTimeFormatter.ISO_DATE_TIME::parse, "time", DateTimeFormatter.ISO_TIME::parse, "duration",
			Duration::parse, "uuid", UUID::fromString);

	private static final String BASE64 = "c2ltdWxhdGVk";

	private TextFiller() {
	}

	static String text(JsonNode schema, String name, @Nullable String hint, int index) {
		String format = schema.path("format").asString("");
		if (hint != null && hint.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
				&& hint.length() >= schema.path("minLength").asInt(0) && has(hint, format)) {
			return hint;
		}
		String formatted = BY_FORMAT.get(format);
		if (formatted != null) {
			return formatted;
		}
		if (schema.path("contentEncoding").asString("").equals("base64")) {
			return BASE64;
		}
		return fitted(schema, (index > 0) ? name + " " + (index + 1) : name);
	}

	private static boolean has(String hint, String format) {
		Function<String, ?> reader = READERS.get(format);
		if (reader == null) {
			return true;
		}
		try {
			return reader.apply(hint) != null;
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			return false;
		}
	}

	private static String fitted(JsonNode schema, String text) {
		int least = Math.min(LONGEST, schema.path("minLength").asInt(0));
		int most = Math.max(least, schema.path("maxLength").asInt(LONGEST));
		String longer = text.isEmpty() ? "." : text;
		while (longer.length() < least) {
			longer += " " + longer;
		}
		return longer.substring(0, Math.min(longer.length(), most));
	}

}
