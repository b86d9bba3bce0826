package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.catalog.Models;
import org.jspecify.annotations.Nullable;

/**
 * A route whose models are found: candidates and groups, each with its weight.
 *
 * @param route the route
 * @param preference its way to choose
 * @param members what it chooses among
 */
record RouteGroup(Route route, Preference preference, List<Member> members) {

	private static final ChatRequest ANY = ChatRequest.builder().build();

	/**
	 * Candidates that a request may go to, the best first and each once.
	 */
	List<RouteCandidate> rank(Predicate<RouteCandidate> eligible, ChatRequest request) {
		List<Option> options = new ArrayList<>(this.members.size());
		for (Member member : this.members) {
			List<RouteCandidate> candidates = member.rank(eligible, request);
			if (!candidates.isEmpty()) {
				options.add(new Option(member.weight(), candidates));
			}
		}
		if (options.size() == 1) {
			return options.get(0).candidates();
		}
		List<RouteCandidate> ranked = new ArrayList<>(options.size());
		for (Option option : this.preference.rank(options, request)) {
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
		this.members.forEach((member) -> all.addAll(member.rank((candidate) -> true, ANY)));
		return all.stream().distinct().toList();
	}

	/**
	 * This group as a part of another one, of which only what the other one may ask
	 * remains.
	 */
	@Nullable RouteGroup within(Route outer, Models models) {
		List<Member> kept = this.members.stream()
			.map((member) -> member.within(outer, models))
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

		List<RouteCandidate> rank(Predicate<RouteCandidate> eligible, ChatRequest request) {
			if (this.group != null) {
				return this.group.rank(eligible, request);
			}
			return (this.candidate != null && eligible.test(this.candidate)) ? List.of(this.candidate) : List.of();
		}

		@Nullable Member within(Route outer, Models models) {
			if (this.candidate != null) {
				return this.candidate.meets(outer, models)
						? new Member(this.weight, this.candidate.within(outer.name()), null) : null;
			}
			RouteGroup kept = (this.group != null) ? this.group.within(outer, models) : null;
			return (kept != null) ? new Member(this.weight, null, kept) : null;
		}

	}

}
