package io.github.llmspring.routing;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;

/**
 * What a request lets be asked.
 *
 * @param only what alone may be asked, none where all may
 * @param not what must not be asked
 * @param residency the words that a provider must have
 */
record Admission(Set<String> only, Set<String> not, Set<String> residency) {

	private static final Admission OPEN = new Admission(Set.of(), Set.of(), Set.of());

	static Admission of(ChatRequest request) {
		boolean open = request.only().isEmpty() && request.not().isEmpty() && request.residency().isEmpty();
		return open ? OPEN : new Admission(request.only(), request.not(), request.residency());
	}

	boolean admits(RouteCandidate candidate) {
		return isOpen() || (names(candidate) && keeps(candidate));
	}

	private boolean names(RouteCandidate candidate) {
		return (this.only.isEmpty() || this.only.stream().anyMatch(candidate::is))
				&& this.not.stream().noneMatch(candidate::is);
	}

	private boolean keeps(RouteCandidate candidate) {
		return candidate.entry().traits().residency().containsAll(this.residency);
	}

	boolean isOpen() {
		return this.only.isEmpty() && this.not.isEmpty() && this.residency.isEmpty();
	}

	/**
	 * Refuses words that can mean nothing: a model that is to be left out would be asked.
	 */
	void check(Collection<String> known) {
		if (isOpen()) {
			return;
		}
		Stream.concat(this.only.stream(), this.not.stream())
			.map((word) -> ModelAddress.parse(word).provider())
			.filter((name) -> !known.contains(name))
			.sorted()
			.findFirst()
			.ifPresent((name) -> {
				throw LlmException
					.builder(Reason.INVALID_REQUEST,
							"no provider and no route is called '" + name + "', which only(..) or not(..) names")
					.advice(Alternatives.of(known).sentence(name))
					.build();
			});
	}

	void require(RouteCandidate candidate) {
		if (!admits(candidate)) {
			throw noneLeft(candidate.address().toString(), List.of(candidate));
		}
	}

	/**
	 * Says why there is nothing to ask.
	 * @param asked the address that was asked
	 * @param candidates what it stands for
	 */
	LlmException noneLeft(String asked, List<RouteCandidate> candidates) {
		List<RouteCandidate> named = candidates.stream().filter(this::names).toList();
		if (named.size() == 1) {
			RouteCandidate only = named.get(0);
			return new Residency(only.entry().traits().residency(), Set.of()).refusal(only.entry().id(),
					only.address().model(), this.residency);
		}
		if (!named.isEmpty()) {
			return LlmException
				.builder(Reason.RESIDENCY,
						"no model of '" + asked + "' has the required residency " + Residency.list(this.residency)
								+ ", so nothing was sent")
				.advice("Ask another model or route, or set llm.providers.<id>.residency of a provider that keeps to it.")
				.build();
		}
		return LlmException
			.builder(Reason.INVALID_REQUEST,
					"only(..) and not(..) of the prompt leave nothing of '" + asked + "' to be asked")
			.advice("Leave out less, or ask another model.")
			.build();
	}

}
