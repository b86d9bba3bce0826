package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of every recording, by provider and operation.
 */
final class ResultTable {

	private static final String LINE = "%-22s %-29s %10s %7s %7s   %s%n";

	private final Map<String, List<Result>> rows = new TreeMap<>();

	private record Result(Recording recording, List<String> misses) {

		private boolean passed() {
			return this.misses.isEmpty();
		}

	}

	void add(Recording recording, List<String> misses) {
		this.rows.computeIfAbsent(recording.provider() + " " + recording.operation(), (row) -> new ArrayList<>())
			.add(new Result(recording, misses));
	}

	int recordings() {
		return this.rows.values().stream().mapToInt(List::size).sum();
	}

	/**
	 * What was missed, each with the recording's name.
	 */
	List<String> misses() {
		return this.rows.values()
			.stream()
			.flatMap(List::stream)
			.flatMap((result) -> result.misses().stream().map((miss) -> result.recording().name() + ": " + miss))
			.toList();
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder(
				String.format("%n" + LINE, "provider", "operation", "recordings", "passed", "missed", "read as"));
		int passed = 0;
		for (List<Result> row : this.rows.values()) {
			Recording any = row.get(0).recording();
			int good = (int) row.stream().filter(Result::passed).count();
			passed += good;
			String wire = String.join(", ",
					row.stream().map((result) -> readAs(result.recording())).distinct().toList());
			table.append(
					String.format(LINE, any.provider(), any.operation(), row.size(), good, row.size() - good, wire));
		}
		return table.append(String.format(LINE, "all", "", recordings(), passed, recordings() - passed, "")).toString();
	}

	private static String readAs(Recording recording) {
		return (recording.wire() != null) ? recording.wire().label() : recording.operation();
	}

}
