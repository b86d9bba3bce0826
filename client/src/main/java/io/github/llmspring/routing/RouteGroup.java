package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A route whose models are found: candidates and groups, each with its weight.
 *
 * @param route the route
 * @param preference its way to choose
 * @param members what it chooses among
 */
record RouteGroup(Route route, Preference preference, List<Member> members) {

	/**
	 * Candidates that a request may go to, the best first and each once.
	 */
	List<RouteCandidate> rank(Predicate<RouteCandidate> eligible, boolean streaming) {
		List<Option> options = new ArrayList<>(this.members.size());
		for (Member member : this.members) {
			List<RouteCandidate> candidates = member.rank(eligible, streaming);
			if (!candidates.isEmpty()) {
				options.add(new Option(member.weight(), candidates));
			}
		}
		if (options.size() == 1) {
			return options.get(0).candidates();
		}
		List<RouteCandidate> ranked = new ArrayList<>(options.size());
		for (Option option : this.preference.rank(options, streaming)) {
			for (RouteCandidate candidate : option.candidates()) {
				candidate.addTo(ranked);
			}
		}
		return ranked;
	}

	/**
	 * All candidates as listed, each once.
	 */
	List<RouteCandidate> candidates() {
		List<RouteCandidate> all = new ArrayList<>();
		this.members.forEach((member) -> all.addAll(member.rank((candidate) -> true, false)));
		return all.stream().distinct().toList();
	}

	/**
	 * This group as a part of another one, of which only what the other one may ask
	 * remains.
	 */
	@Nullable RouteGroup within(Route outer) {
		List<Member> kept = this.members.stream()
			.map((member) -> member.within(outer))
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
		return kept.isEmpty() ? null : new RouteGroup(this.route, this.preference, kept);
	}

	/**
	 * One of the things that a group chooses among.
	 *
	 * @param weight its share
	 * @param candidate the model, or {@code null} for a group
	 * @param group the group, or {@code null} for a model
	 */
	record Member(int weight, @Nullable RouteCandidate candidate, @Nullable RouteGroup group) {

		List<RouteCandidate> rank(Predicate<RouteCandidate> eligible, boolean streaming) {
			if (this.group != null) {
				return this.group.rank(eligible, streaming);
			}
			return (this.candidate != null && eligible.test(this.candidate)) ? List.of(this.candidate) : List.of();
		}

		@Nullable Member within(Route outer) {
			if (this.candidate != null) {
				return this.candidate.meets(outer) ? new Member(this.weight, this.candidate.within(outer.name()), null)
						: null;
			}
			RouteGroup kept = (this.group != null) ? this.group.within(outer) : null;
			return (kept != null) ? new Member(this.weight, null, kept) : null;
		}

	}

}
