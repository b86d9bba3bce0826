package io.github.llmspring.http;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.http.Fault.Outcome;
import org.jspecify.annotations.Nullable;

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

	private final Map<String, RecordedCall> wholes = new LinkedHashMap<>();

	private final Map<String, RecordedCall> streams = new LinkedHashMap<>();

	void add(Fault fault, boolean streaming, RecordedCall call) {
		(streaming ? this.streams : this.wholes).put(fault.name(), call);
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
		return page.toString().stripTrailing() + "\n";
	}

	private String row(String name) {
		RecordedCall stream = this.streams.get(name);
		boolean kept = stream != null && stream.outcome().partial() != null;
		return "| " + name + " | " + reason(this.wholes.get(name)) + " | " + reason(stream) + " | "
				+ (kept ? "kept" : "-") + " |\n";
	}

	private static String reason(@Nullable RecordedCall call) {
		if (call == null) {
			return "-";
		}
		return (call.outcome().reason() != null) ? "`" + call.outcome().reason() + "`" : "answered";
	}

	private String sentences(String name) {
		Set<String> sentences = new LinkedHashSet<>();
		for (Map<String, RecordedCall> calls : List.of(this.wholes, this.streams)) {
			if (calls.containsKey(name) && calls.get(name).failure().isPresent()) {
				sentences.add(calls.get(name).message());
			}
		}
		StringBuilder lines = new StringBuilder(sentences.isEmpty() ? "" : "**" + name + "**\n\n");
		sentences.forEach((sentence) -> lines.append("> ").append(sentence).append("\n\n"));
		return lines.toString();
	}

}
