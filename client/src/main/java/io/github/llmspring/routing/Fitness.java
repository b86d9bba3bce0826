package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.catalog.Capability;
import io.github.llmspring.catalog.Models;

/**
 * Which models are known to be unable to do what a request needs. A model that nothing is
 * known of is assumed to be able; that its service is not known to be is a reason to
 * prefer others, and none to refuse.
 *
 * @param needs what the request needs
 * @param models what is known of models
 */
record Fitness(Needs needs, Models models) {

	static Fitness of(ChatRequest request, Models models) {
		return new Fitness(Needs.of(request), models);
	}

	/**
	 * Whether nothing speaks against a model.
	 */
	boolean fits(RouteCandidate candidate) {
		List<Capability> needed = this.needs.capabilities();
		for (int i = 0; i < needed.size(); i++) {
			if (candidate.lacks(needed.get(i), this.models)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether this very model is not known to be unable.
	 */
	boolean allows(RouteCandidate candidate) {
		List<Capability> needed = this.needs.capabilities();
		for (int i = 0; i < needed.size(); i++) {
			if (candidate.isKnownToLack(needed.get(i), this.models)) {
				return false;
			}
		}
		return true;
	}

	void require(RouteCandidate candidate) {
		if (!allows(candidate)) {
			throw refusal("the model " + lack(candidate)).provider(candidate.entry().id())
				.model(candidate.address().model())
				.build();
		}
	}

	/**
	 * Exception where none of the candidates is able.
	 */
	LlmException noneLeft(String route, List<RouteCandidate> candidates) {
		String all = candidates.stream().map(this::lack).collect(Collectors.joining("; "));
		return refusal("no model of the route '" + route + "' can do what is asked: " + all).build();
	}

	private static LlmException.Builder refusal(String problem) {
		return LlmException.builder(Reason.UNSUPPORTED, problem)
			.advice("Ask another model; or where it can do so all the same, set "
					+ "llm.catalog.models[<address>].capabilities.");
	}

	private String lack(RouteCandidate candidate) {
		List<String> verbs = new ArrayList<>();
		for (Capability capability : this.needs.capabilities()) {
			if (candidate.isKnownToLack(capability, this.models)) {
				verbs.add(capability.verb());
			}
		}
		return candidate.address() + " does not " + String.join(" or ", verbs);
	}

}
