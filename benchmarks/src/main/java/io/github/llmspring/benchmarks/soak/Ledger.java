package io.github.llmspring.benchmarks.soak;

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

	private static final int EXAMPLES = 5;

	private final List<String> candidates;

	private final Predicate<String> down;

	final LongAdder requests = new LongAdder();

	final LongAdder answers = new LongAdder();

	/**
	 * Attempts that failed and that the callers of an answer did not notice.
	 */
	final LongAdder mended = new LongAdder();

	/**
	 * Requests that failed although a candidate was well and was not asked.
	 */
	final LongAdder lost = new LongAdder();

	/**
	 * Requests that failed at all candidates but one, which was up, but behind a breaker
	 * that was still open.
	 */
	final LongAdder refused = new LongAdder();

	/**
	 * Requests that failed at every candidate.
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
	 */
	Ledger(List<String> candidates, Predicate<String> down) {
		this.candidates = candidates;
		this.down = down;
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
		List<String> well = this.candidates.stream()
			.filter((candidate) -> !this.down.test(candidate) && !asked(failure, candidate))
			.toList();
		if (well.isEmpty()) {
			this.failedEverywhere.increment();
		}
		else if (well.stream().allMatch((candidate) -> refused(failure, candidate))) {
			this.refused.increment();
		}
		else {
			this.lost.increment();
			example("not asked: " + well + ", attempts " + failure.attempts());
		}
	}

	private static boolean asked(LlmException failure, String candidate) {
		return failure.attempts()
			.stream()
			.anyMatch((attempt) -> of(attempt, candidate) && attempt.reason() != Reason.CIRCUIT_OPEN);
	}

	private static boolean refused(LlmException failure, String candidate) {
		return failure.attempts().stream().anyMatch((attempt) -> of(attempt, candidate));
	}

	private static boolean of(Attempt attempt, String candidate) {
		return attempt.address().provider().equals(candidate);
	}

	void wrong(String what) {
		this.wrong.increment();
		example(what);
	}

	private void example(String what) {
		if (this.examples.size() < EXAMPLES) {
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
	 * Some of what must not be.
	 * @return descriptions, none where all is well
	 */
	List<String> examples() {
		return List.copyOf(this.examples);
	}

}
