package io.github.llmspring.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.origin.Origin;

/**
 * Checks that ids of providers can be written everywhere and told apart.
 */
final class ProviderIds {

	private static final String PREFIX = "llm.providers.";

	private static final String VARIABLE = "LLM_PROVIDERS_";

	private static final PropertyNames PROVIDER = new PropertyNames(ProviderProperties.class);

	private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]*");

	private final ConfigurationOrigins origins;

	ProviderIds(ConfigurationOrigins origins) {
		this.origins = origins;
	}

	void check(Collection<String> ids) {
		Map<String, String> known = new LinkedHashMap<>();
		for (String id : ids) {
			if (!VALID.matcher(id).matches()) {
				throw invalid(id);
			}
			if (id.contains("-")) {
				checkVariables(id);
			}
			String other = known.putIfAbsent(id.replace("-", ""), id);
			if (other != null) {
				throw ambiguous(id, other);
			}
		}
	}

	private InvalidLlmConfigurationException invalid(String id) {
		String valid = id.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^-+|-+$", "");
		Origin origin = properties(id).stream().findFirst().map(ConfigurationProperty::getOrigin).orElse(null);
		return new InvalidLlmConfigurationException(PREFIX + id, null, origin,
				"'" + id + "' is no id of a provider: ids are lower case letters, digits and dashes, and begin with a "
						+ "letter or digit.",
				valid.isEmpty() ? "Choose another id." : "Call it '" + valid + "'.");
	}

	/**
	 * Two ids that differ in dashes only: most likely one of them is meant to be the
	 * other, in the name of an environment variable, which can hold no dashes.
	 */
	private InvalidLlmConfigurationException ambiguous(String id, String other) {
		String ghost = id.contains("-") ? other : id;
		String prefix = VARIABLE + ghost.toUpperCase(Locale.ROOT) + "_";
		for (String variable : this.origins.variables(prefix)) {
			String real = ghost.equals(id) ? other : id;
			return misnamed(variable, variable.substring(prefix.length()), real,
					"This environment variable makes a second provider '" + ghost + "' beside '" + real + "'", ghost);
		}
		return this.origins.invalid(PREFIX + id, null,
				"'" + id + "' and '" + other
						+ "' differ in dashes only, which names of environment variables do not have.",
				"Choose ids that differ in letters or digits.");
	}

	/**
	 * Variables in which the dashes of an id are underscores, which nothing would come
	 * of.
	 */
	private void checkVariables(String id) {
		String prefix = VARIABLE + id.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
		for (String variable : this.origins.variables(prefix)) {
			String rest = variable.substring(prefix.length());
			if (PROVIDER.all().contains(property(rest))) {
				throw misnamed(variable, rest, id, "This environment variable does not reach the provider '" + id + "'",
						id.replace("-", ""));
			}
		}
	}

	private static String property(String rest) {
		return PROVIDER.spelled(rest.toLowerCase(Locale.ROOT).replace('_', '.'));
	}

	private static InvalidLlmConfigurationException misnamed(String variable, String rest, String id, String problem,
			String otherId) {
		String shorter = variable.substring(VARIABLE.length());
		return new InvalidLlmConfigurationException(variable, null, null,
				problem + ", since names of environment variables hold no dashes.",
				"Rename the variable to '" + shorter + "' and refer to it: '" + PREFIX + id + "." + property(rest)
						+ "=${" + shorter + ":}'. Or call the provider '" + otherId + "'.");
	}

	private List<ConfigurationProperty> properties(String id) {
		return this.origins.all().filter((property) -> isOf(property.getName(), id)).toList();
	}

	private static boolean isOf(ConfigurationPropertyName name, String id) {
		return name.getNumberOfElements() > 2 && name.getElement(1, Form.UNIFORM).equals("providers")
				&& name.getElement(2, Form.ORIGINAL).equals(id);
	}

}
