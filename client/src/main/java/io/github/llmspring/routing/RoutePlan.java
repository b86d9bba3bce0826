package io.github.llmspring.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.catalog.ModelFacts;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one call that were not asked yet. Used by one thread at a time.
 * <p>
 * Those that rest come after all others, and those with an open circuit breaker last: it
 * is better to ask them than nobody, so no breaker stops such a call. One candidate only
 * may wait between retries: the last that is ready, or where none is, the last of all.
 */
final class RoutePlan {

	private final List<RouteCandidate> left;

	/**
	 * Those of which the breaker refused the call after all, and that got nothing.
	 */
	private final List<RouteCandidate> refused = new ArrayList<>(0);

	private final CandidateHealth health;

	private final Models models;

	private boolean patienceSpent;

	private RoutePlan(List<RouteCandidate> left, CandidateHealth health, Models models) {
		this.left = left;
		this.health = health;
		this.models = models;
	}

	static RoutePlan of(RouteGroup group, CandidateHealth health, Admission admission, Fitness fitness,
			ChatRequest request) {
		List<RouteCandidate> ranked = usable(group, health,
				(candidate) -> admission.admits(candidate) && fitness.fits(candidate), request);
		if (ranked.isEmpty()) {
			Predicate<RouteCandidate> allowed = (candidate) -> admission.admits(candidate) && fitness.allows(candidate);
			ranked = usable(group, health, allowed, request);
			if (ranked.isEmpty()) {
				ranked = new ArrayList<>(group.rank(allowed, request));
			}
		}
		return new RoutePlan(ranked, health, fitness.models());
	}

	private static List<RouteCandidate> usable(RouteGroup group, CandidateHealth health, Predicate<RouteCandidate> able,
			ChatRequest request) {
		Predicate<RouteCandidate> usable = (candidate) -> able.test(candidate)
				&& !health.switches().isOff(candidate.entry().id()) && candidate.entry().traits().isUsable();
		Ready ready = new Ready(usable, health);
		List<RouteCandidate> ranked = new ArrayList<>(group.rank(ready, request));
		if (ready.someRest) {
			group.rank(usable, request).forEach((candidate) -> candidate.addTo(ranked));
		}
		return ranked;
	}

	/**
	 * Drops the candidates that are known to hold no more than one that could not hold
	 * the request.
	 */
	void dropNoLargerThan(ModelAddress address) {
		Long window = window(address);
		if (window != null) {
			this.left.removeIf((candidate) -> {
				Long other = window(candidate.address());
				return other != null && other <= window;
			});
		}
	}

	private @Nullable Long window(ModelAddress address) {
		ModelFacts facts = this.models.find(address);
		return (facts != null) ? facts.contextTokens() : null;
	}

	/**
	 * Candidates in the order in which a whole answer would be asked of them now.
	 */
	static List<RouteCandidate> candidates(RouteGroup group, CandidateHealth health, Models models) {
		ChatRequest any = ChatRequest.builder().build();
		return List.copyOf(of(group, health, Admission.of(any), Fitness.of(any, models), any).left);
	}

	/**
	 * Whether there is nobody that is ready or may be later.
	 */
	boolean isEmpty() {
		return this.left.isEmpty();
	}

	/**
	 * Takes the candidate to ask next.
	 * @return the step, or {@code null} where there is none left
	 */
	@Nullable Step next() {
		Step ready = nextReady();
		if (ready != null) {
			return ready;
		}
		for (int i = 0; i < this.left.size(); i++) {
			if (!this.health.isOpen(this.left.get(i).address())) {
				RouteCandidate candidate = this.left.remove(i);
				return step(candidate, this.left.isEmpty() && this.refused.isEmpty());
			}
		}
		List<RouteCandidate> open = this.left.isEmpty() ? this.refused : this.left;
		return open.isEmpty() ? null : lastResort(open.remove(0));
	}

	/**
	 * Takes the candidate to ask next, unless it rests.
	 * @return the step, or {@code null} where none is ready
	 */
	@Nullable Step nextReady() {
		int next = ready(0);
		if (next < 0) {
			return null;
		}
		RouteCandidate candidate = this.left.remove(next);
		return step(candidate, !canRelyOnOthers(candidate, next));
	}

	/**
	 * Whether somebody else may do as well, from a place on. One on trial, whose breaker
	 * lets a single call through to see, is nobody to rely on.
	 */
	private boolean canRelyOnOthers(RouteCandidate candidate, int from) {
		boolean onTrial = this.health.isOnTrial(candidate.address());
		for (int i = ready(from); i >= 0; i = ready(i + 1)) {
			if (onTrial || !this.health.isOnTrial(this.left.get(i).address())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Place of the first that is ready, from a place on.
	 */
	private int ready(int from) {
		for (int i = from; i < this.left.size(); i++) {
			if (this.health.isReady(this.left.get(i).address())) {
				return i;
			}
		}
		return -1;
	}

	private Step step(RouteCandidate candidate, boolean last) {
		boolean patient = mayWait(last);
		return new Step(candidate, patient ? candidate.entry().provider() : candidate.entry().amongOthers(), patient,
				false);
	}

	private Step lastResort(RouteCandidate candidate) {
		boolean patient = mayWait(this.left.isEmpty() && this.refused.isEmpty());
		return new Step(candidate,
				patient ? candidate.entry().lastResort().alone() : candidate.entry().lastResort().amongOthers(),
				patient, true);
	}

	private boolean mayWait(boolean last) {
		boolean patient = last && !this.patienceSpent;
		this.patienceSpent |= patient;
		return patient;
	}

	/**
	 * Keeps a candidate for the end whose breaker refused the call: it got nothing, so it
	 * may still be the one that answers.
	 */
	void refused(Step step) {
		if (!step.lastResort()) {
			this.refused.add(step.candidate());
			this.patienceSpent &= !step.patient();
		}
	}

	/**
	 * One candidate to ask.
	 *
	 * @param candidate the candidate
	 * @param provider its provider, in the way that it is to be asked
	 * @param patient whether it waits between retries
	 * @param lastResort whether no open breaker stops the call
	 */
	record Step(RouteCandidate candidate, ChatProvider provider, boolean patient, boolean lastResort) {

		ChatRequest of(ChatRequest request, Route route, Instant deadline) {
			return request.toBuilder()
				.model(this.candidate.address().model())
				.route(route.name())
				.deadline(deadline)
				.build();
		}

	}

	/**
	 * Candidates that can be asked and do not rest, and whether some do.
	 */
	private static final class Ready implements Predicate<RouteCandidate> {

		private final Predicate<RouteCandidate> usable;

		private final CandidateHealth health;

		private boolean someRest;

		Ready(Predicate<RouteCandidate> usable, CandidateHealth health) {
			this.usable = usable;
			this.health = health;
		}

		@Override
		public boolean test(RouteCandidate candidate) {
			if (!this.usable.test(candidate)) {
				return false;
			}
			boolean ready = this.health.isReady(candidate.address());
			this.someRest |= !ready;
			return ready;
		}

	}

}
