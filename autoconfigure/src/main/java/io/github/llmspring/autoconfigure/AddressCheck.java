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
	 * @param standIn whether the only provider stands in for those that are to be
	 * configured yet, so that the name of a service is no model of it
	 */
	void requireProvider(String address, Set<String> ids, Set<String> routes, boolean only, boolean standIn) {
		ModelAddress parsed = ModelAddress.parse(address);
		if (ids.contains(parsed.provider())) {
			return;
		}
		KnownService service = KnownService.of(parsed.provider(), parsed.model());
		boolean modelOfTheOnlyOne = parsed.model() == null && only && !(standIn && service != null);
		if (!modelOfTheOnlyOne) {
			Set<String> known = new TreeSet<>(ids);
			known.addAll(routes);
			String alternatives = Alternatives.of(known).sentence(parsed.provider());
			throw this.origins.invalid(this.property, address,
					"No provider" + (routes.isEmpty() ? "" : " and no route") + " is called '" + parsed.provider() + "'"
							+ ((service != null) ? ": nothing is configured of the service of that name." : "."),
					(service != null) ? service.howToConfigure() + " " + alternatives : alternatives);
		}
	}

}
