package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.catalog.Models;
import org.jspecify.annotations.Nullable;

/**
 * Finds the models of routes, and refuses routes that cannot be.
 */
final class RouteTable {

	private final Map<String, Route> routes = new LinkedHashMap<>();

	private final Map<String, ProviderEntry> entries;

	private final BiFunction<String, @Nullable String, @Nullable RouteCandidate> addresses;

	private final Preferences preferences;

	private final Models models;

	private final Map<String, RouteGroup> groups = new LinkedHashMap<>();

	RouteTable(Collection<Route> routes, Map<String, ProviderEntry> entries,
			BiFunction<String, @Nullable String, @Nullable RouteCandidate> addresses, Preferences preferences,
			Models models) {
		routes.forEach((route) -> this.routes.put(route.name(), route));
		this.entries = entries;
		this.addresses = addresses;
		this.preferences = preferences;
		this.models = models;
	}

	/**
	 * Finds the models of all routes.
	 * @return the routes with their models
	 */
	List<RouteGroup> groups() {
		return this.routes.values().stream().map((route) -> group(route, new LinkedHashSet<>())).toList();
	}

	private RouteGroup group(Route route, Set<String> path) {
		RouteGroup known = this.groups.get(route.name());
		if (known != null) {
			return known;
		}
		if (this.entries.containsKey(route.name())) {
			throw new InvalidRouteException(route.name(), "", null,
					"A provider is called '" + route.name() + "' too, and an address could mean either.",
					"Call the route or the provider by another name.");
		}
		if (route.models().isEmpty()) {
			throw new InvalidRouteException(route.name(), "models", null, "The route has no models.",
					"List model addresses of the form '<provider>/<model>'.");
		}
		if (!route.weights().isEmpty() && route.weights().size() != route.models().size()) {
			throw new InvalidRouteException(
					route.name(), "weights", route.weights().toString(), "There are " + route.models().size()
							+ " models, and the number of weights is " + route.weights().size() + ".",
					"List one weight for each model, in the same order.");
		}
		path.add(route.name());
		List<RouteGroup.Member> members = new ArrayList<>();
		for (int i = 0; i < route.models().size(); i++) {
			int weight = route.weights().isEmpty() ? 1 : route.weights().get(i);
			RouteGroup.Member member = member(route, i, weight, path).within(route, this.models);
			if (member != null) {
				members.add(member);
			}
		}
		path.remove(route.name());
		if (members.isEmpty()) {
			throw noneLeft(route);
		}
		RouteGroup group = new RouteGroup(route, this.preferences.of(route), List.copyOf(members));
		this.groups.put(route.name(), group);
		return group;
	}

	private RouteGroup.Member member(Route route, int index, int weight, Set<String> path) {
		String model = route.models().get(index);
		String setting = "models[" + index + "]";
		Route nested = this.routes.get(model);
		if (nested != null && path.contains(model)) {
			throw new InvalidRouteException(route.name(), setting, model,
					"The routes lead in a circle: " + String.join(" -> ", path) + " -> " + model + ".",
					"Remove one of them from the models of another.");
		}
		if (nested != null) {
			return new RouteGroup.Member(weight, null, group(nested, path));
		}
		ModelAddress address = ModelAddress.parse(model);
		RouteCandidate candidate = this.addresses.apply(address.provider(), address.model());
		if (candidate == null) {
			Set<String> known = new TreeSet<>(this.entries.keySet());
			this.routes.keySet().stream().filter((name) -> !path.contains(name)).forEach(known::add);
			throw new InvalidRouteException(
					route.name(), setting, model, "No provider" + ((address.model() == null) ? " and no route" : "")
							+ " is called '" + address.provider() + "'.",
					Alternatives.of(known).sentence(address.provider()));
		}
		return new RouteGroup.Member(weight, candidate, null);
	}

	private static InvalidRouteException noneLeft(Route route) {
		boolean residency = !route.residency().isEmpty();
		String setting = residency ? "require.residency" : "require.capabilities";
		Set<String> words = new TreeSet<>(residency ? route.residency() : route.capabilities());
		return new InvalidRouteException(route.name(), setting, String.join(", ", words),
				"None of the route's models has what the route requires.",
				residency ? "Set llm.providers.<id>.residency of a provider that keeps to it, or require less."
						: "Add a model that has it, or require less.");
	}

}
