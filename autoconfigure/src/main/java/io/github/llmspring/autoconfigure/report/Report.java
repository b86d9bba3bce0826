package io.github.llmspring.autoconfigure.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Names and values in an order, without those that are not known. All values are plain:
 * texts, numbers, truths, lists and maps.
 */
public final class Report {

	private final Map<String, Object> values = new LinkedHashMap<>();

	/**
	 * Empty report.
	 */
	public Report() {
	}

	/**
	 * Adds a value, unless it is {@code null} or an empty list or map.
	 * @param name the name
	 * @param value the value
	 * @return this report
	 */
	public Report with(String name, @Nullable Object value) {
		if (value != null && !isEmpty(value)) {
			this.values.put(name, plain(value));
		}
		return this;
	}

	private static boolean isEmpty(Object value) {
		return (value instanceof Map<?, ?> map && map.isEmpty())
				|| (value instanceof Collection<?> list && list.isEmpty());
	}

	/**
	 * Adds the values of another report.
	 * @param values the values by name
	 * @return this report
	 */
	public Report with(Map<String, Object> values) {
		this.values.putAll(values);
		return this;
	}

	private static Object plain(Object value) {
		if (value instanceof Instant instant) {
			return instant.truncatedTo(ChronoUnit.MILLIS).toString();
		}
		if (value instanceof Duration duration) {
			return duration.toMillis() + "ms";
		}
		return (value instanceof Enum<?> word) ? word.name().toLowerCase(Locale.ROOT).replace('_', '-') : value;
	}

	/**
	 * Everything that was added.
	 * @return the values by name, in order
	 */
	public Map<String, Object> values() {
		return this.values;
	}

}
