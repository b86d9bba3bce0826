package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.health.CandidateHealth;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one call that were not asked yet. Used by one thread at a time.
 * <p>
 * Those that rest come after all others: it is better to ask them than nobody. One
 * candidate only may wait between retries: the last that is ready, or where none is, the
 * last of all.
 */
final class RoutePlan {

	private final List<RouteCandidate> left;

	private final CandidateHealth health;

	private boolean patienceSpent;

	private RoutePlan(List<RouteCandidate> left, CandidateHealth health) {
		this.left = left;
		this.health = health;
	}

	static RoutePlan of(RouteGroup group, CandidateHealth health, Predicate<RouteCandidate> admitted,
			boolean streaming) {
		Predicate<RouteCandidate> usable = admitted
			.and((candidate) -> candidate.entry().traits().usable().getAsBoolean());
		Predicate<RouteCandidate> ready = (candidate) -> health.isReady(candidate.address());
		List<RouteCandidate> ranked = new ArrayList<>(group.rank(usable.and(ready), streaming));
		for (RouteCandidate candidate : group.rank(usable, streaming)) {
			if (!contains(ranked, candidate)) {
				ranked.add(candidate);
			}
		}
		return new RoutePlan(ranked.isEmpty() ? new ArrayList<>(group.rank(admitted, streaming)) : ranked, health);
	}

	private static boolean contains(List<RouteCandidate> candidates, RouteCandidate candidate) {
		return candidates.stream().anyMatch((known) -> known.address().equals(candidate.address()));
	}

	boolean isEmpty() {
		return this.left.isEmpty();
	}

	/**
	 * Takes the candidate to ask next.
	 * @return the step, or {@code null} where there is none left
	 */
	@Nullable Step next() {
		Step ready = nextReady();
		if (ready != null || this.left.isEmpty()) {
			return ready;
		}
		return step(this.left.remove(0), this.left.isEmpty());
	}

	/**
	 * Takes the candidate to ask next, unless it rests.
	 * @return the step, or {@code null} where none is ready
	 */
	@Nullable Step nextReady() {
		for (int i = 0; i < this.left.size(); i++) {
			if (isReady(this.left.get(i))) {
				RouteCandidate candidate = this.left.remove(i);
				return step(candidate, this.left.stream().noneMatch(this::isReady));
			}
		}
		return null;
	}

	private boolean isReady(RouteCandidate candidate) {
		return this.health.isReady(candidate.address());
	}

	private Step step(RouteCandidate candidate, boolean last) {
		boolean patient = last && !this.patienceSpent;
		this.patienceSpent |= patient;
		return new Step(candidate, patient);
	}

	/**
	 * One candidate to ask.
	 *
	 * @param candidate the candidate
	 * @param patient whether it may wait between retries
	 */
	record Step(RouteCandidate candidate, boolean patient) {

		ChatProvider provider() {
			return this.patient ? this.candidate.entry().provider() : this.candidate.entry().amongOthers();
		}

		ChatRequest of(ChatRequest request) {
			return request.toBuilder().model(this.candidate.address().model()).build();
		}

	}

}
