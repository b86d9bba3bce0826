package io.github.llmspring.http;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.http.Fault.Outcome;

/**
 * What came of all faults, as the page for those who use the library.
 */
final class FaultTable {

	private static final String HEAD = """
			# Faults

			What becomes of a call when something goes wrong between a service and the application. This page is written and
			checked by `FaultTests`, which plays every fault over a real socket, once for a whole answer and once for a stream.

			A failed stream keeps the text so far: the exception's `partial()` holds what had arrived. A timeout of the kind
			`TIMEOUT_FIRST_TOKEN` or `TIMEOUT_IDLE` does not run while the reader of a stream asks for nothing. A connection
			that served a failed call is closed, or returned to the pool where the answer was complete.

			| what goes wrong | whole answer | stream | text so far |
			|---|---|---|---|
			""";

	private final Map<String, Outcome> wholes = new LinkedHashMap<>();

	private final Map<String, Outcome> streams = new LinkedHashMap<>();

	void add(Fault fault, boolean streaming, Outcome outcome) {
		(streaming ? this.streams : this.wholes).put(fault.name(), outcome);
	}

	boolean covers(List<Fault> faults) {
		return faults.stream()
			.allMatch((fault) -> this.wholes.containsKey(fault.name()) == (fault.whole() != Outcome.NONE)
					&& this.streams.containsKey(fault.name()) == (fault.stream() != Outcome.NONE));
	}

	@Override
	public String toString() {
		StringBuilder page = new StringBuilder(HEAD);
		FaultTests.faults().forEach((fault) -> page.append(row(fault.name())));
		page.append("\n## What the exceptions say\n\n");
		page.append("The sentence begins with provider and model, as in `acme/gpt-4.1: `.\n\n");
		FaultTests.faults().forEach((fault) -> page.append(sentences(fault.name())));
		return page.toString();
	}

	private String row(String name) {
		Outcome stream = this.streams.get(name);
		return "| " + name + " | " + reason(this.wholes.get(name)) + " | " + reason(stream) + " | "
				+ ((stream != null && stream.partial() != null) ? "kept" : "") + " |\n";
	}

	private static String reason(Outcome outcome) {
		return (outcome == null) ? "-"
				: ((outcome.reason() == null) ? outcome.message() : "`" + outcome.reason() + "`");
	}

	private String sentences(String name) {
		Set<String> messages = new LinkedHashSet<>();
		for (Map<String, Outcome> outcomes : List.of(this.wholes, this.streams)) {
			Outcome outcome = outcomes.get(name);
			if (outcome != null && outcome.reason() != null) {
				messages.add(outcome.message());
			}
		}
		StringBuilder lines = new StringBuilder(messages.isEmpty() ? "" : "**" + name + "**\n\n");
		messages.forEach((message) -> lines.append("> ").append(message).append("\n\n"));
		return lines.toString();
	}

}
