package io.github.llmspring.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks that names of routes can be written everywhere, and told apart from each other
 * and from the ids of providers.
 */
final class RouteNames {

	private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]*");

	private final ConfigurationOrigins origins;

	RouteNames(ConfigurationOrigins origins) {
		this.origins = origins;
	}

	void check(Collection<String> names, Collection<String> providers) {
		Map<String, String> known = new LinkedHashMap<>();
		for (String name : names) {
			if (!VALID.matcher(name).matches()) {
				throw invalid(name, "'" + name + "' is no name of a route: names are lower case letters, digits and "
						+ "dashes, and begin with a letter or digit.", "Choose another name.");
			}
			if (providers.contains(name)) {
				throw clash(name);
			}
			String other = known.putIfAbsent(name.replace("-", ""), name);
			if (other != null) {
				throw invalid(name,
						"'" + name + "' and '" + other
								+ "' differ in dashes only, which names of environment variables do not have.",
						"Choose names that differ in letters or digits.");
			}
		}
	}

	InvalidLlmConfigurationException clash(String name) {
		return invalid(name, "A provider is called '" + name + "' too, and an address could mean either.",
				"Call the route or the provider by another name.");
	}

	private InvalidLlmConfigurationException invalid(String name, String problem, String action) {
		return this.origins.invalid("llm.routes." + name, null, problem, action);
	}

}
