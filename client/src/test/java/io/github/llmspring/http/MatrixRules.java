package io.github.llmspring.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Fault.Outcome;
import io.github.llmspring.http.Fault.Scene;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a call by what applications are promised: for each reason whether
 * the same model is asked again, whether another one is, and how long the first one is
 * left alone. Written from the promise, not from the code.
 */
final class MatrixRules {

	private static final String TABLE = """
			INVALID_REQUEST      |       |           |
			MODEL_NOT_FOUND      |       | elsewhere |
			CONTEXT_TOO_LONG     |       | elsewhere |
			CONTENT_FILTERED     |       |           |
			AUTHENTICATION       |       | elsewhere | PT5M
			QUOTA_EXHAUSTED      |       | elsewhere | PT5M
			RATE_LIMITED         | again | elsewhere | PT5S
			OVERLOADED           | again | elsewhere | PT5S
			SERVER_ERROR         | again | elsewhere |
			TIMEOUT_CONNECT      | again | elsewhere |
			TIMEOUT_FIRST_TOKEN  | again | elsewhere |
			TIMEOUT_IDLE         | again | elsewhere |
			CONNECTION           | again | elsewhere |
			STREAM_TRUNCATED     | again | elsewhere |
			MALFORMED_RESPONSE   | again | elsewhere |
			TIMEOUT_TOTAL        |       | elsewhere |
			""";

	private static final Map<Reason, Rule> RULES = new EnumMap<>(Reason.class);

	static {
		TABLE.lines().map((line) -> line.split("\\|", -1)).forEach((cells) -> {
			String rest = cells[3].strip();
			RULES.put(Reason.valueOf(cells[0].strip()), new Rule(!cells[1].isBlank(), !cells[2].isBlank(),
					rest.isEmpty() ? Duration.ZERO : Duration.parse(rest)));
		});
	}

	/**
	 * What a service says of trying again; a wait that is no wait is none.
	 */
	private static final Map<String, Hint> HINTS = Map.ofEntries(
			Map.entry("429, wait 250 milliseconds", Hint.after(250)),
			Map.entry("429, wait 1500 milliseconds in Azure's words", Hint.after(1_500)),
			Map.entry("429, wait 7 seconds", Hint.after(7_000)), Map.entry("429, wait 1.5 seconds", Hint.after(1_500)),
			Map.entry("429, wait until a date 9 seconds ahead", Hint.after(9_000)),
			Map.entry("429, wait exactly as long as is waited at most", Hint.after(60_000)),
			Map.entry("429, wait an hour", Hint.after(3_600_000)),
			Map.entry("429, wait 250 milliseconds rather than 7 seconds", Hint.after(250)),
			Map.entry("429, wait 12.5 seconds in Google's words", Hint.after(12_500)),
			Map.entry("503, wait 3 seconds", Hint.after(3_000)), Map.entry("500, wait 3 seconds", Hint.after(3_000)),
			Map.entry("500, do not try again", new Hint(null, false)),
			Map.entry("429, do not try again", new Hint(null, false)),
			Map.entry("404, try again", new Hint(null, true)));

	private static final Duration MOST = Duration.ofSeconds(60);

	private static final int RETRIES = 2;

	private MatrixRules() {
	}

	static Story expected(Fault fault, Situation situation, boolean streaming) {
		Outcome failure = streaming ? fault.stream() : fault.whole();
		Reason reason = failure.reason();
		if (reason == null) {
			return answered(streaming, List.of("a"), List.of(), Duration.ZERO);
		}
		Rule rule = RULES.get(reason);
		Hint hint = HINTS.getOrDefault(fault.name(), Hint.NONE);
		boolean begun = failure.partial() != null;
		List<String> attempts = new ArrayList<>(List.of("a " + reason));
		List<Duration> waits = new ArrayList<>();
		if (!begun && situation.route()) {
			if (reason == Reason.CONNECTION) {
				waits.add(Duration.ZERO);
				if (situation.once()) {
					attempts.add("a");
					return answered(streaming, attempts, waits, Duration.ZERO);
				}
				attempts.add("a " + reason);
			}
			if (rule.elsewhere()) {
				attempts.add("b");
				return answered(streaming, attempts, waits, rule.rest(hint));
			}
		}
		else if (!begun && rule.again(hint)) {
			if (situation == Situation.ALONE_ONCE) {
				attempts.add("a");
				return answered(streaming, attempts, List.of(rule.delay(hint, 0)), Duration.ZERO);
			}
			for (int retry = 0; retry < RETRIES; retry++) {
				waits.add(rule.delay(hint, retry));
				attempts.add("a " + reason);
			}
		}
		String pieces = begun ? String.valueOf(failure.partial()) : "";
		return new Story(failure, pieces, attempts, waits, rule.rest(hint));
	}

	private static Story answered(boolean streaming, List<String> attempts, List<Duration> waits, Duration rest) {
		return new Story(Outcome.ANSWERED, streaming ? Scene.ANSWER : "", attempts, waits, rest);
	}

	/**
	 * Who is asked.
	 */
	enum Situation {

		/**
		 * One model, whose service fails once.
		 */
		ALONE_ONCE,

		/**
		 * One model, whose service fails every time.
		 */
		ALONE,

		/**
		 * A route of two models, of which the first fails every time and the second
		 * answers.
		 */
		FIRST_OF_TWO,

		/**
		 * The same where the first fails once.
		 */
		FIRST_OF_TWO_ONCE;

		boolean once() {
			return this == ALONE_ONCE || this == FIRST_OF_TWO_ONCE;
		}

		boolean route() {
			return this == FIRST_OF_TWO || this == FIRST_OF_TWO_ONCE;
		}

	}

	/**
	 * What is promised for a reason, while nothing of the answer was delivered.
	 *
	 * @param again whether the same model is asked again
	 * @param elsewhere whether another model is asked
	 * @param rest how long the model is left alone where others are to be had
	 */
	private record Rule(boolean again, boolean elsewhere, Duration rest) {

		boolean again(Hint hint) {
			boolean allowed = (hint.again() != null) ? hint.again() : this.again;
			return allowed && (hint.delay() == null || hint.delay().compareTo(MOST) <= 0);
		}

		Duration delay(Hint hint, int retry) {
			return (hint.delay() != null) ? hint.delay() : Duration.ofMillis(500L << retry);
		}

		Duration rest(Hint hint) {
			return (this.rest.isZero() || hint.delay() == null) ? this.rest : hint.delay();
		}

	}

	/**
	 * What a service says of trying again.
	 *
	 * @param delay how long to wait before, if it says so
	 * @param again whether it helps, if it says so
	 */
	private record Hint(@Nullable Duration delay, @Nullable Boolean again) {

		static final Hint NONE = new Hint(null, null);

		static Hint after(long milliseconds) {
			return new Hint(Duration.ofMillis(milliseconds), null);
		}

	}

}
