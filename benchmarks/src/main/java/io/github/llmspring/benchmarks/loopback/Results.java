package io.github.llmspring.benchmarks.loopback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was measured in all rounds of one scenario.
 */
final class Results {

	private final Map<String, List<Map<Metric, Double>>> rounds = new LinkedHashMap<>();

	void add(String contestant, Map<Metric, Double> measured) {
		this.rounds.computeIfAbsent(contestant, (name) -> new ArrayList<>()).add(measured);
	}

	/**
	 * What a contestant reached.
	 * @param contestant the contestant's name
	 * @param metric what was measured
	 * @return the spread over the rounds
	 */
	Spread value(String contestant, Metric metric) {
		return Spread.of(values(contestant, metric));
	}

	/**
	 * What a contestant reached as a share of what another one did in the same round.
	 * @param contestant the contestant's name
	 * @param other the other's name
	 * @param metric what was measured
	 * @return the spread over the rounds
	 */
	Spread ratio(String contestant, String other, Metric metric) {
		List<Double> values = values(contestant, metric);
		List<Double> others = values(other, metric);
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < values.size(); i++) {
			ratios.add(values.get(i) / others.get(i));
		}
		return Spread.of(ratios);
	}

	private List<Double> values(String contestant, Metric metric) {
		return rounds(contestant).stream().map((round) -> round.get(metric)).toList();
	}

	private List<Map<Metric, Double>> rounds(String contestant) {
		return Objects.requireNonNull(this.rounds.get(contestant), () -> "Nothing measured of " + contestant);
	}

	/**
	 * All of it for people to read: median, minimum and maximum over the rounds.
	 * @param title what was measured
	 * @return a table in Markdown
	 */
	String table(String title) {
		String first = this.rounds.keySet().iterator().next();
		List<Metric> metrics = List.copyOf(rounds(first).get(0).keySet());
		List<String> lines = new ArrayList<>();
		StringBuilder head = new StringBuilder("| " + title + " |");
		metrics
			.forEach((metric) -> head.append(" ").append(metric.title()).append(" | to ").append(first).append(" |"));
		lines.add(head.toString());
		lines.add("|---" + "|---|---".repeat(metrics.size()) + "|");
		for (String contestant : this.rounds.keySet()) {
			StringBuilder row = new StringBuilder("| " + contestant + " |");
			for (Metric metric : metrics) {
				row.append(" ").append(value(contestant, metric).format(metric.decimals()));
				row.append(" | ").append(ratio(contestant, first, metric).format(3)).append(" |");
			}
			lines.add(row.toString());
		}
		return String.join(System.lineSeparator(), lines);
	}

}
