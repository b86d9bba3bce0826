package io.github.llmspring.routing;

import java.util.Collection;
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
 */
record Admission(Set<String> only, Set<String> not) {

	private static final Admission OPEN = new Admission(Set.of(), Set.of());

	static Admission of(ChatRequest request) {
		return (request.only().isEmpty() && request.not().isEmpty()) ? OPEN
				: new Admission(request.only(), request.not());
	}

	boolean admits(RouteCandidate candidate) {
		return isOpen() || ((this.only.isEmpty() || this.only.stream().anyMatch(candidate::is))
				&& this.not.stream().noneMatch(candidate::is));
	}

	boolean isOpen() {
		return this.only.isEmpty() && this.not.isEmpty();
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
			throw noneLeft(candidate.address().toString());
		}
	}

	LlmException noneLeft(String asked) {
		return LlmException
			.builder(Reason.INVALID_REQUEST,
					"only(..) and not(..) of the prompt leave nothing of '" + asked + "' to be asked")
			.advice("Leave out less, or ask another model.")
			.build();
	}

}
