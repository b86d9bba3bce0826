package io.github.llmspring.autoconfigure;

import java.net.URI;

import io.github.llmspring.http.Preset;
import org.jspecify.annotations.Nullable;

/**
 * Server of a language model that answered on this machine.
 *
 * @param preset the service it is
 * @param address where it is
 * @param model the model that it offers first, if any
 */
record FoundServer(Preset preset, ServerAddress address, @Nullable String model) {

	/**
	 * What a provider that is this server is configured with.
	 * @return the properties
	 */
	ProviderProperties properties() {
		ProviderProperties properties = new ProviderProperties();
		properties.setType(this.preset.name());
		properties.setBaseUrl(baseUrl().toString());
		properties.setModel(this.model);
		return properties;
	}

	private URI baseUrl() {
		return this.address.of(URI.create((this.preset.baseUrl() != null) ? this.preset.baseUrl() : "/"));
	}

	@Override
	public String toString() {
		return this.preset.name() + " at " + baseUrl()
				+ ((this.model != null) ? " with model " + this.model : " without a model");
	}

}
