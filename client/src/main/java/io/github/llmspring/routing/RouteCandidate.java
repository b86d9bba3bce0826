package io.github.llmspring.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.ModelAddress;
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

	boolean meets(Route route) {
		return this.entry.traits().residency().containsAll(route.residency())
				&& route.capabilities().stream().noneMatch(this.entry.traits().without()::contains);
	}

	/**
	 * Whether a word of a caller means this one: its address, its provider or a route.
	 */
	boolean is(String word) {
		return word.equals(this.address.toString()) || word.equals(this.entry.id()) || this.routes.contains(word);
	}

}
