package io.github.llmspring.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What is written under {@code llm}, as values that tell two configurations apart. It
 * shows none of them, since some are secret.
 */
final class Written {

	private static final Set<String> ROUTING = Set.of("default-model", "default-embedding-model", "require.residency",
			"routes");

	private static final String PROVIDERS = "providers";

	private final Map<String, Object> providers = new HashMap<>();

	private final Map<String, @Nullable Object> routing = new HashMap<>();

	private final Map<String, @Nullable Object> others = new TreeMap<>();

	Written(LlmProperties properties) {
		new PropertyNames(LlmProperties.class).values(properties).forEach((name, value) -> {
			if (!name.equals(PROVIDERS)) {
				(ROUTING.contains(name) ? this.routing : this.others).put(name, value);
			}
		});
	}

	/**
	 * Adds a provider.
	 * @param provider what its properties were made into
	 * @param properties its properties
	 */
	void add(ConfiguredProvider provider, ProviderProperties properties) {
		Map<String, @Nullable Object> values = new PropertyNames(ProviderProperties.class).values(properties);
		this.providers.put(provider.id(), Map.of("properties", values, "usual", usual(provider)));
	}

	/**
	 * What is not written in the properties of a provider and counts all the same.
	 */
	private static Object usual(ConfiguredProvider provider) {
		return (provider instanceof ConfiguredProvider.Remote remote)
				? new Usual(remote.settings().apiKey(), remote.settings().baseUrl().toString()) : "";
	}

	/**
	 * All that a provider is made of, to be compared.
	 * @param id the provider's id
	 * @return the values, or {@code null} where nothing is written of it
	 */
	@Nullable Object of(String id) {
		return this.providers.get(id);
	}

	/**
	 * All that models are found by, to be compared.
	 * @return the values
	 */
	Object routing() {
		return this.routing;
	}

	/**
	 * What has an effect only when the application starts.
	 * @return the values by name
	 */
	Map<String, @Nullable Object> others() {
		return this.others;
	}

	/**
	 * Whether providers and what models are found by are written here as elsewhere.
	 * @param other what is written elsewhere
	 * @return whether both say the same
	 */
	boolean isSame(Written other) {
		return this.providers.equals(other.providers) && this.routing.equals(other.routing);
	}

	private record Usual(Secret key, String baseUrl) {
	}

}
