package io.github.llmspring.http;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.llmspring.http.MatrixRules.Situation;

/**
 * What became of all calls, a line for each fault, or two where whole answers and streams
 * differ.
 */
final class FaultMatrix {

	private static final String HEAD = """
			# Faults, retries and routes

			What retries and routes make of the faults of [faults.md](faults.md). This page is written and checked by
			`FaultMatrixTests`, which plays every fault over real sockets, with the default settings and without chance in the
			waits, for whole answers and streams.

			`a` is the model that fails and `b` the second one of a route, which answers. Each is listed as often as it was asked,
			with the reason where it failed. A model that rests is left alone by routes for that time. "Text kept" says that the
			stream had begun: the caller has what came, and nobody else is asked.

			""";

	private final Map<String, Map<Situation, String>> wholes = new LinkedHashMap<>();

	private final Map<String, Map<Situation, String>> streams = new LinkedHashMap<>();

	void add(Fault fault, Situation situation, boolean streaming, Story story) {
		(streaming ? this.streams : this.wholes).computeIfAbsent(fault.name(), (name) -> new EnumMap<>(Situation.class))
			.put(situation, story.line());
	}

	int calls() {
		return Stream.of(this.wholes, this.streams).flatMap((rows) -> rows.values().stream()).mapToInt(Map::size).sum();
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder(
				HEAD + "| what goes wrong | mode | alone, fails once | alone, fails for good "
						+ "| first of two, fails for good | first of two, fails once |\n|---|---|---|---|---|---|\n");
		Set<String> names = new LinkedHashSet<>(this.wholes.keySet());
		names.addAll(this.streams.keySet());
		for (String name : names) {
			Map<Situation, String> whole = this.wholes.getOrDefault(name, Map.of());
			Map<Situation, String> stream = this.streams.getOrDefault(name, Map.of());
			if (whole.equals(stream)) {
				table.append(row(name, "both", whole));
			}
			else {
				table.append(row(name, "whole", whole)).append(row(name, "stream", stream));
			}
		}
		return table.toString();
	}

	private static String row(String name, String mode, Map<Situation, String> stories) {
		if (stories.isEmpty()) {
			return "";
		}
		StringBuilder row = new StringBuilder("| " + name + " | " + mode);
		for (Situation situation : Situation.values()) {
			row.append(" | ").append(stories.getOrDefault(situation, "-"));
		}
		return row.append(" |\n").toString();
	}

}
