package io.github.llmspring.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.Secret;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.http.WeightedKey;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The keys of one provider: one, one in a file or several, checked to be only one of
 * these.
 *
 * @param texts refuses what is wrong
 * @param environment holds the keys in usual environment variables
 * @param prefix the beginning of the names of the provider's properties
 * @param properties the provider's properties
 */
record ProviderKeys(PropertyTexts texts, Environment environment, String prefix, ProviderProperties properties) {

	/**
	 * Adds the keys to settings.
	 * @return what was found
	 */
	Found addTo(ProviderSettings.Builder settings, Preset preset) {
		Path file = file();
		List<WeightedKey> several = several();
		Secret configured = this.properties.getApiKey();
		boolean one = configured != null && !configured.isEmpty();
		if (file != null && (one || !several.isEmpty())) {
			throw onlyOne("api-key-file", one ? "api-key" : "api-keys");
		}
		if (one && !several.isEmpty()) {
			throw onlyOne("api-keys", "api-key");
		}
		if (file != null || !several.isEmpty()) {
			settings.apiKeyFile(file).apiKeys(several);
			return new Found((file != null) ? "api-key-file" : "api-keys", true);
		}
		Secret key = (one && configured != null) ? this.texts.key(name("api-key"), configured) : usual(preset);
		settings.apiKey(() -> key);
		return new Found(one ? "api-key" : null, !key.isEmpty());
	}

	private InvalidLlmConfigurationException onlyOne(String property, String other) {
		return this.texts.invalid(name(property), null, "'" + other + "' is set too, and only one of them can count.",
				"Remove one of the two.");
	}

	private @Nullable Path file() {
		String configured = this.texts.text(name("api-key-file"), this.properties.getApiKeyFile());
		try {
			return (configured != null) ? Path.of(configured) : null;
		}
		catch (InvalidPathException ex) {
			throw this.texts.invalid(name("api-key-file"), configured, "It is no path of a file.",
					"Set it to the path of a file that holds the key only.");
		}
	}

	/**
	 * Keys that are not blank, since each may come from a variable that is not set.
	 */
	private List<WeightedKey> several() {
		List<Secret> keys = this.properties.getApiKeys();
		List<Integer> weights = this.properties.getApiKeyWeights();
		if (!weights.isEmpty() && weights.size() != keys.size()) {
			throw this.texts.invalid(name("api-key-weights"), weights.toString(),
					"It has " + weights.size() + " values for " + keys.size() + " keys in 'api-keys'.",
					"Set one weight for each key, or none.");
		}
		List<WeightedKey> several = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			int weight = weights.isEmpty() ? 1 : weights.get(i);
			if (weight <= 0) {
				throw this.texts.invalid(name("api-key-weights[" + i + "]"), String.valueOf(weight),
						"It is not above 0.", "Set it to a whole number above 0, or remove the key.");
			}
			Secret key = this.texts.key(name("api-keys[" + i + "]"), keys.get(i));
			if (!key.isEmpty()) {
				several.add(new WeightedKey(key, weight));
			}
		}
		return several;
	}

	private Secret usual(Preset preset) {
		for (String variable : preset.env()) {
			String value = this.environment.getProperty(variable);
			if (StringUtils.hasText(value)) {
				return this.texts.key(variable, Secret.of(value));
			}
		}
		return Secret.of("");
	}

	private String name(String property) {
		return this.prefix + property;
	}

	/**
	 * What was found of keys.
	 *
	 * @param property the property that holds them, or {@code null} where none does
	 * @param any whether there is a key, be it in a usual environment variable
	 */
	record Found(@Nullable String property, boolean any) {
	}

}
