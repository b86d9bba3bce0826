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
			return ghost(variable, variable.substring(prefix.length()), ghost, ghost.equals(id) ? other : id);
		}
		return this.origins.invalid(
				PREFIX + id, null, "'" + id + "' and '" + other
						+ "' differ in dashes only, which names of environment variables " + "do not have.",
				"Choose ids that differ in letters or digits.");
	}

	private InvalidLlmConfigurationException ghost(String variable, String rest, String ghost, String real) {
		String name = new PropertyNames(ProviderProperties.class)
			.spelled(rest.toLowerCase(Locale.ROOT).replace('_', '.'));
		String shorter = variable.substring(VARIABLE.length());
		return new InvalidLlmConfigurationException(variable, null, null,
				"This environment variable makes a second provider '" + ghost + "' beside '" + real
						+ "', since names of environment variables hold no dashes.",
				"Rename the variable to '" + shorter + "' and refer to it: '" + PREFIX + real + "." + name + "=${"
						+ shorter + ":}'. Or call the provider '" + ghost + "'.");
	}

	private List<ConfigurationProperty> properties(String id) {
		return this.origins.all().filter((property) -> isOf(property.getName(), id)).toList();
	}

	private static boolean isOf(ConfigurationPropertyName name, String id) {
		return name.getNumberOfElements() > 2 && name.getElement(1, Form.UNIFORM).equals("providers")
				&& name.getElement(2, Form.ORIGINAL).equals(id);
	}

}
