package io.github.llmspring.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.routing.Alternatives;

/**
 * Check of a property that holds a model address.
 *
 * @param origins knows where the property was set
 * @param property the property's name
 */
record AddressCheck(ConfigurationOrigins origins, String property) {

	/**
	 * Fails where an address names no provider and no route.
	 * @param address the address
	 * @param ids the ids of all providers
	 * @param routes the names of all routes
	 * @param only whether a word alone may be a model of the only provider
	 */
	void requireProvider(String address, Set<String> ids, Set<String> routes, boolean only) {
		ModelAddress parsed = ModelAddress.parse(address);
		boolean modelOfTheOnlyOne = parsed.model() == null && only;
		if (!ids.contains(parsed.provider()) && !modelOfTheOnlyOne) {
			Set<String> known = new TreeSet<>(ids);
			known.addAll(routes);
			throw this.origins.invalid(this.property, address, "No provider" + (routes.isEmpty() ? "" : " and no route")
					+ " is called '" + parsed.provider() + "'.", Alternatives.of(known).sentence(parsed.provider()));
		}
	}

}
