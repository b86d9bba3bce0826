package io.github.llmspring.autoconfigure;

import java.util.Map;

import io.github.llmspring.credentials.CredentialsSettings;
import io.github.llmspring.http.Preset;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is configured of a provider's credentials besides keys.
 *
 * @param texts refuses what is wrong
 * @param id the provider's id
 * @param properties the provider's properties
 */
record CredentialsReader(PropertyTexts texts, String id, ProviderProperties properties) {

	/**
	 * Reads them.
	 * @param preset the service
	 * @param key what was found of keys
	 * @return what is configured
	 */
	ConfiguredCredentials read(Preset preset, ProviderKeys.Found key) {
		String chosen = text(ConfiguredCredentials.PROPERTY, this.properties.getCredentials());
		if (chosen != null && key.property() != null) {
			throw this.texts.invalid(name(ConfiguredCredentials.PROPERTY), chosen,
					"'" + key.property() + "' is set too, and only one of them can count.", "Remove one of the two.");
		}
		Map<String, String> brought = preset.credentials();
		String name = (chosen != null) ? chosen : (key.any() ? null : brought.get("type"));
		CredentialsSettings settings = new CredentialsSettings(text("region", this.properties.getRegion()),
				orElse(text("signing-service", this.properties.getSigningService()), brought.get("service")),
				orElse(text("token-scope", this.properties.getTokenScope()), brought.get("scope")),
				text("quota-project", this.properties.getQuotaProject()));
		String registration = text("client-registration", this.properties.getClientRegistration());
		return new ConfiguredCredentials(name, chosen != null, (registration != null) ? registration : this.id,
				settings);
	}

	private static @Nullable String orElse(@Nullable String value, @Nullable String other) {
		return (value != null) ? value : other;
	}

	private @Nullable String text(String property, @Nullable String value) {
		return this.texts.text(name(property), value);
	}

	private String name(String property) {
		return "llm.providers." + this.id + "." + property;
	}

}
