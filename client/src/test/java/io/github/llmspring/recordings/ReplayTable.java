package io.github.llmspring.recordings;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts exchanges and misses by provider and operation.
 */
final class ReplayTable {

	private final Map<String, int[]> rows = new TreeMap<>();

	/**
	 * How a recording was replayed.
	 */
	enum Column {

		WHOLE, BYTE_BY_BYTE, CUTS, ERROR

	}

	synchronized void count(Recording recording, Column column, int exchanges, int misses) {
		String name = String.format("%-22s %-17s %-7s", recording.provider(), recording.wire().label(),
				recording.streaming() ? "stream" : "whole");
		int[] row = this.rows.computeIfAbsent(name, (key) -> new int[2 * Column.values().length]);
		row[2 * column.ordinal()] += exchanges;
		row[2 * column.ordinal() + 1] += misses;
	}

	int misses() {
		return this.rows.values().stream().mapToInt((row) -> row[1] + row[3] + row[5] + row[7]).sum();
	}

	@Override
	public String toString() {
		int[] total = new int[2 * Column.values().length];
		StringBuilder table = new StringBuilder(String.format("%n%-48s %14s %14s %14s %14s%n", "exchanges/misses",
				"in one write", "byte by byte", "cuts", "errors"));
		this.rows.forEach((name, row) -> {
			for (int i = 0; i < row.length; i++) {
				total[i] += row[i];
			}
			table.append(line(name, row));
		});
		return table.append(line("all", total)).toString();
	}

	private static String line(String name, int[] row) {
		StringBuilder line = new StringBuilder(String.format("%-48s", name));
		for (int i = 0; i < row.length; i += 2) {
			line.append(String.format(" %14s", (row[i] != 0) ? row[i] + "/" + row[i + 1] : "-"));
		}
		return line.append(System.lineSeparator()).toString();
	}

}
