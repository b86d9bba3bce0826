package io.github.llmspring.autoconfigure;

import java.util.Set;

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
	 * Fails where an address names no provider.
	 * @param address the address
	 * @param ids the ids of all providers
	 * @param only whether a word alone may be a model of the only provider
	 */
	void requireProvider(String address, Set<String> ids, boolean only) {
		ModelAddress parsed = ModelAddress.parse(address);
		boolean modelOfTheOnlyOne = parsed.model() == null && only;
		if (!ids.contains(parsed.provider()) && !modelOfTheOnlyOne) {
			throw this.origins.invalid(this.property, address, "No provider is called '" + parsed.provider() + "'.",
					Alternatives.of(ids).sentence(parsed.provider()));
		}
	}

}
