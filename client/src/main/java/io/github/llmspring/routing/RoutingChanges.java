package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What was changed by hand of where requests go.
 *
 * @param defaultModel the address that is asked where a request names none, in place of
 * the configured one, or {@code null}
 * @param orders the models that routes ask first, by the names of the routes
 */
public record RoutingChanges(@Nullable String defaultModel, Map<String, List<String>> orders) {

	/**
	 * Nothing was changed.
	 */
	public static final RoutingChanges NONE = new RoutingChanges(null, Map.of());

	public RoutingChanges {
		orders = Map.copyOf(orders);
	}

	/**
	 * These changes with another default model.
	 * @param address the address, or {@code null} for the configured one
	 * @return the changes
	 */
	public RoutingChanges withDefaultModel(@Nullable String address) {
		return new RoutingChanges(address, this.orders);
	}

	/**
	 * These changes with another order of the models of a route.
	 * @param route the route's name
	 * @param first models of the route as configured, to be asked in this order before
	 * the others; none for what is configured
	 * @return the changes
	 */
	public RoutingChanges withOrder(String route, List<String> first) {
		Map<String, List<String>> changed = new LinkedHashMap<>(this.orders);
		if (first.isEmpty()) {
			changed.remove(route);
		}
		else {
			changed.put(route, List.copyOf(first));
		}
		return new RoutingChanges(this.defaultModel, changed);
	}

	/**
	 * Refuses orders that are none of the routes.
	 */
	void check(Collection<Route> routes) {
		Map<String, Route> known = new LinkedHashMap<>();
		routes.forEach((route) -> known.put(route.name(), route));
		this.orders.forEach((name, first) -> {
			Route route = known.get(name);
			if (route == null) {
				throw invalid("no route is called '" + name + "'", Alternatives.of(known.keySet()).sentence(name));
			}
			for (String model : first) {
				if (!route.models().contains(model)) {
					throw invalid("the route '" + name + "' has no model '" + model + "'",
							Alternatives.of(route.models()).sentence(model));
				}
			}
			if (new HashSet<>(first).size() < first.size()) {
				throw invalid("the order of the route '" + name + "' has a model twice", "Name each model once.");
			}
		});
	}

	private static LlmException invalid(String problem, String advice) {
		return LlmException.builder(Reason.INVALID_REQUEST, problem).advice(advice).build();
	}

	/**
	 * Route in its changed order, which holds whatever its strategy is.
	 */
	Route applied(Route route) {
		List<String> first = this.orders.get(route.name());
		if (first == null) {
			return route;
		}
		List<String> models = new ArrayList<>(first);
		route.models().stream().filter((model) -> !first.contains(model)).forEach(models::add);
		return route.ordered(models);
	}

}
