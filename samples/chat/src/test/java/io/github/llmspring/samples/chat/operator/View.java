package io.github.llmspring.samples.chat.operator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * What an operator sees at one moment: each value by its name, times of the calendar and
 * durations left out.
 *
 * @param health what health tells
 * @param endpoint what {@code /actuator/llm} tells
 * @param metrics what Prometheus is told
 */
record View(Map<String, String> health, Map<String, String> endpoint, Map<String, String> metrics) {

	private static final Pattern SAMPLE = Pattern.compile("(?m)^((?:llm|gen_ai)_\\w+)(\\{.*})? (\\S+)$");

	/**
	 * Of the providers that {@code application.yml} has besides.
	 */
	private static final Pattern ELSEWHERE = Pattern
		.compile("(providers|components)\\.(simulated|openai|anthropic)\\..*");

	/**
	 * By the clock of the machine; and what does not change.
	 */
	private static final Pattern CALENDAR = Pattern
		.compile(".*spending\\.today\\..*|(.*budgets|.*spending|changes|.*toldByService)\\b.*\\.(since|until|at)"
				+ "|presets\\..*|catalog\\..*");

	private static final Pattern DURATION = Pattern
		.compile("_bucket$|_seconds_sum$|_max$|_active_seconds|_usage_tokens_count$");

	private static final Pattern SERVER = Pattern
		.compile("(gen_ai_(operation|provider)_name|server_(address|port))=\"[^\"]*\",?");

	static View of(JsonNode health, JsonNode endpoint, String scrape) {
		return new View(flat(health), flat(endpoint), samples(scrape));
	}

	private static Map<String, String> flat(JsonNode node) {
		Map<String, String> values = new TreeMap<>();
		flatten("", node, values);
		values.keySet().removeIf((name) -> ELSEWHERE.matcher(name).matches() || CALENDAR.matcher(name).matches());
		return values;
	}

	private static void flatten(String name, JsonNode node, Map<String, String> values) {
		String prefix = name.isEmpty() ? "" : name + ".";
		if (node.isObject()) {
			node.properties().forEach((property) -> flatten(prefix + property.getKey(), property.getValue(), values));
		}
		else if (node.isArray()) {
			for (int i = 0; i < node.size(); i++) {
				flatten(prefix + i, node.get(i), values);
			}
		}
		else {
			values.put(name, node.asString());
		}
	}

	private static Map<String, String> samples(String scrape) {
		Map<String, String> samples = new TreeMap<>();
		Matcher sample = SAMPLE.matcher(scrape);
		while (sample.find()) {
			if (!DURATION.matcher(sample.group(1)).find()) {
				String labels = (sample.group(2) != null) ? sample.group(2) : "";
				samples.put(sample.group(1) + SERVER.matcher(labels).replaceAll("").replace(",}", "}"),
						plain(sample.group(3)));
			}
		}
		return samples;
	}

	/**
	 * A number as it is written by hand: sums of amounts are not exact.
	 */
	private static String plain(String number) {
		return number.equals("NaN") ? number
				: new BigDecimal(number).round(new MathContext(12)).stripTrailingZeros().toPlainString();
	}

	/**
	 * Sum of all samples of a meter that have these labels.
	 */
	BigDecimal sum(String meter, String... labels) {
		return this.metrics.entrySet()
			.stream()
			.filter((sample) -> sample.getKey().startsWith(meter + "{"))
			.filter((sample) -> Arrays.stream(labels).allMatch((label) -> sample.getKey().contains(label)))
			.map((sample) -> new BigDecimal(sample.getValue()))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	/**
	 * Value of a number that the endpoint tells, 0 where it tells none.
	 */
	BigDecimal told(String name) {
		return new BigDecimal(this.endpoint.getOrDefault(name, "0"));
	}

	/**
	 * Draws what is different from what was seen before.
	 */
	void drawSince(View before, StringBuilder drawing) {
		draw("health", before.health(), this.health, drawing);
		draw("endpoint", before.endpoint(), this.endpoint, drawing);
		draw("metrics", before.metrics(), this.metrics, drawing);
	}

	private static void draw(String title, Map<String, String> before, Map<String, String> now, StringBuilder drawing) {
		drawing.append("-- ").append(title).append('\n');
		Map<String, String> all = new TreeMap<>(before);
		all.replaceAll((name, value) -> "(gone)");
		all.putAll(now);
		all.forEach((name, value) -> {
			if (!value.equals(before.get(name))) {
				drawing.append(name).append(" = ").append(value).append('\n');
			}
		});
	}

}
