package io.github.llmspring.http;

import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import io.github.llmspring.http.Fault.Outcome;

/**
 * What became of a call, told by all who took part.
 *
 * @param outcome how it ended
 * @param pieces text of the pieces that the caller got
 * @param attempts who was asked and what came of it, in order
 * @param waits what was waited between two attempts at the same model
 * @param rest how long the first model should be left alone
 */
record Story(Outcome outcome, String pieces, List<String> attempts, List<Duration> waits, Duration rest) {

	/**
	 * The story in a line.
	 */
	String line() {
		String end = (this.outcome.reason() != null) ? "failed" : "answered";
		String kept = (this.outcome.partial() != null) ? ", text kept" : "";
		String waited = this.waits.isEmpty() ? ""
				: "; waits " + this.waits.stream().map(Story::text).collect(Collectors.joining(", "));
		String rests = this.rest.isZero() ? "" : "; rests " + text(this.rest);
		return end + kept + ": " + grouped() + waited + rests;
	}

	/**
	 * The attempts, those that are alike and follow each other counted.
	 */
	private String grouped() {
		StringJoiner groups = new StringJoiner(", ");
		for (int from = 0, to = 0; from < this.attempts.size(); from = to) {
			String attempt = this.attempts.get(from);
			while (to < this.attempts.size() && this.attempts.get(to).equals(attempt)) {
				to++;
			}
			groups.add((to - from > 1) ? attempt + " x" + (to - from) : attempt);
		}
		return groups.toString();
	}

	private static String text(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
