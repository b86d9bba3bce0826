package io.github.llmspring.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.catalog.Capability;
import io.github.llmspring.catalog.ModelFacts;
import io.github.llmspring.catalog.Models;
import org.jspecify.annotations.Nullable;

/**
 * One model that a route may ask.
 *
 * @param entry the provider
 * @param address the provider's id and the model
 * @param routes the routes that it stands in, each within the next
 */
record RouteCandidate(ProviderEntry entry, ModelAddress address, Set<String> routes) {

	static RouteCandidate of(ProviderEntry entry, @Nullable String model) {
		return new RouteCandidate(entry, new ModelAddress(entry.id(), (model != null) ? model : entry.model()),
				Set.of());
	}

	RouteCandidate within(String route) {
		Set<String> extended = new HashSet<>(this.routes);
		extended.add(route);
		return new RouteCandidate(this.entry, this.address, Set.copyOf(extended));
	}

	/**
	 * Adds this one to others, unless its model is among them.
	 */
	void addTo(List<RouteCandidate> others) {
		for (RouteCandidate other : others) {
			if (other.address.equals(this.address)) {
				return;
			}
		}
		others.add(this);
	}

	boolean meets(Route route, Models models) {
		return this.entry.traits().residency().containsAll(route.residency())
				&& route.capabilities().stream().noneMatch((word) -> lacks(word, models));
	}

	private boolean lacks(String word, Models models) {
		Capability capability = Capability.of(word);
		return (capability != null) ? lacks(capability, models) : this.entry.traits().without().contains(word);
	}

	/**
	 * Whether the model is known to lack something; where nothing is known of the model,
	 * whether its service is.
	 */
	boolean lacks(Capability capability, Models models) {
		ModelFacts facts = models.find(this.address);
		if (facts != null && facts.capabilities().contains(capability)) {
			return false;
		}
		return (facts != null && facts.lacks().contains(capability))
				|| this.entry.traits().without().contains(capability.word());
	}

	/**
	 * Whether this very model is known to lack something, whatever its service does.
	 */
	boolean isKnownToLack(Capability capability, Models models) {
		ModelFacts facts = models.find(this.address);
		return facts != null && facts.lacks().contains(capability);
	}

	/**
	 * Whether a word of a caller means this one: its address, its provider or a route.
	 */
	boolean is(String word) {
		return word.equals(this.address.toString()) || word.equals(this.entry.id()) || this.routes.contains(word);
	}

}
