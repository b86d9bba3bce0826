package io.github.llmspring.http;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.llmspring.http.MatrixRules.Situation;

/**
 * What became of all calls, a line for each fault, mode and situation.
 */
final class FaultMatrix {

	private final Map<String, Map<Situation, String>> rows = new LinkedHashMap<>();

	void add(Fault fault, Situation situation, boolean streaming, Story story) {
		this.rows
			.computeIfAbsent(fault.name() + " | " + (streaming ? "stream" : "whole"),
					(name) -> new EnumMap<>(Situation.class))
			.put(situation, story.line());
	}

	int calls() {
		return this.rows.values().stream().mapToInt(Map::size).sum();
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder("| fault | mode | alone, fails once | alone, fails for good "
				+ "| first of two, fails for good | first of two, fails once |\n|---|---|---|---|---|---|\n");
		this.rows.forEach((name, stories) -> {
			table.append("| ").append(name);
			for (Situation situation : Situation.values()) {
				table.append(" | ").append(stories.getOrDefault(situation, "-"));
			}
			table.append(" |\n");
		});
		return table.toString();
	}

}
