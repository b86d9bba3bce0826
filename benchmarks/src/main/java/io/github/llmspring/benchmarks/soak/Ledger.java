package io.github.llmspring.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;

/**
 * What became of all requests.
 */
final class Ledger {

	private static final Set<Reason> EXPECTED = EnumSet.of(Reason.RATE_LIMITED, Reason.OVERLOADED, Reason.SERVER_ERROR,
			Reason.CONNECTION, Reason.TIMEOUT_FIRST_TOKEN, Reason.TIMEOUT_IDLE, Reason.TIMEOUT_TOTAL,
			Reason.STREAM_TRUNCATED, Reason.MALFORMED_RESPONSE, Reason.CIRCUIT_OPEN);

	private static final int EXAMPLES = 3;

	private final List<String> candidates;

	private final Predicate<String> down;

	private final Duration chance;

	final LongAdder requests = new LongAdder();

	final LongAdder answers = new LongAdder();

	/**
	 * Attempts that failed and that the callers of an answer did not notice.
	 */
	final LongAdder mended = new LongAdder();

	/**
	 * Requests that failed although a candidate that was up had not had its chance: it
	 * was not asked, or its breaker let nothing through, or the time of the call was over
	 * before it could answer.
	 */
	final LongAdder lost = new LongAdder();

	/**
	 * Requests that every candidate was sent and failed by itself.
	 */
	final LongAdder failedEverywhere = new LongAdder();

	/**
	 * Streams that broke off, reported as documented.
	 */
	final LongAdder brokenOff = new LongAdder();

	/**
	 * Whatever must never happen.
	 */
	final LongAdder wrong = new LongAdder();

	private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

	private final Queue<String> examples = new ConcurrentLinkedQueue<>();

	/**
	 * Ledger with nothing in it.
	 * @param candidates ids of the providers of the route
	 * @param down whether the service of a provider is down
	 * @param chance the time in which every service that is well has answered
	 */
	Ledger(List<String> candidates, Predicate<String> down, Duration chance) {
		this.candidates = candidates;
		this.down = down;
		this.chance = chance;
	}

	void answered(ChatResponse response, String delivered) {
		if (!response.content().equals(FaultyService.TEXT) || !delivered.equals(FaultyService.TEXT)) {
			wrong("answered '" + delivered + "', whole '" + response.content() + "'");
			return;
		}
		this.answers.increment();
		this.mended.add(response.attempts().size() - 1L);
	}

	void failed(LlmException failure, String delivered) {
		count((delivered.isEmpty() ? "" : "amid ") + failure.reason());
		if (!EXPECTED.contains(failure.reason()) || failure.attempts().isEmpty()) {
			wrong("failed with " + failure + ", attempts " + failure.attempts());
		}
		else if (!delivered.isEmpty()) {
			ChatResponse partial = failure.partial();
			if (partial == null || !partial.content().equals(delivered)) {
				wrong("delivered '" + delivered + "' and told of " + partial);
			}
			else {
				this.brokenOff.increment();
			}
		}
		else {
			unanswered(failure);
		}
	}

	private void unanswered(LlmException failure) {
		List<String> left = this.candidates.stream()
			.filter((candidate) -> !this.down.test(candidate))
			.filter((candidate) -> failure.attempts().stream().noneMatch((attempt) -> isChance(attempt, candidate)))
			.toList();
		if (left.isEmpty()) {
			this.failedEverywhere.increment();
			if (this.failedEverywhere.sum() <= EXAMPLES) {
				this.examples.add("failed at every service: " + failure.attempts());
			}
		}
		else {
			this.lost.increment();
			example("had no chance: " + left + ", attempts " + failure.attempts());
		}
	}

	private boolean isChance(Attempt attempt, String candidate) {
		if (!attempt.address().provider().equals(candidate) || attempt.reason() == null) {
			return false;
		}
		return switch (attempt.reason()) {
			case CIRCUIT_OPEN, CANCELLED -> false;
			case TIMEOUT_TOTAL -> attempt.duration().compareTo(this.chance) >= 0;
			default -> true;
		};
	}

	/**
	 * What must not be.
	 * @return clauses, none where all is well
	 */
	List<String> problems() {
		List<String> problems = new ArrayList<>();
		if (this.lost.sum() > 0) {
			problems.add(this.lost + " requests were lost that a service could have answered");
		}
		if (this.wrong.sum() > 0) {
			problems.add(this.wrong + " things happened that are not documented");
		}
		if (this.answers.sum() == 0) {
			problems.add("nothing was answered");
		}
		return problems;
	}

	void wrong(String what) {
		this.wrong.increment();
		example(what);
	}

	private void example(String what) {
		if (this.lost.sum() + this.wrong.sum() <= EXAMPLES) {
			this.examples.add(what);
		}
	}

	private void count(String what) {
		this.reasons.computeIfAbsent(what, (added) -> new LongAdder()).increment();
	}

	/**
	 * What callers were told, by reason.
	 * @return how often
	 */
	Map<String, LongAdder> reasons() {
		return new TreeMap<>(this.reasons);
	}

	/**
	 * Some of what failed.
	 * @return descriptions, none where all was answered
	 */
	List<String> examples() {
		return List.copyOf(this.examples);
	}

}
