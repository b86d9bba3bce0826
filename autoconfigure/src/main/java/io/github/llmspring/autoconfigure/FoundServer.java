package io.github.llmspring.autoconfigure;

import java.net.URI;

import io.github.llmspring.http.Preset;
import org.jspecify.annotations.Nullable;

/**
 * Server of a language model that answered on this machine.
 *
 * @param preset the service it is
 * @param address where it is
 * @param model the model for chats that it offers first, if any
 * @param embeddingModel the model for vectors that it offers first, if any
 */
record FoundServer(Preset preset, ServerAddress address, @Nullable String model, @Nullable String embeddingModel) {

	/**
	 * What a provider that is this server is configured with.
	 * @return the properties
	 */
	ProviderProperties properties() {
		ProviderProperties properties = new ProviderProperties();
		properties.setType(this.preset.name());
		properties.setBaseUrl(baseUrl(this.preset, this.address).toString());
		properties.setModel(this.model);
		properties.setEmbeddingModel(this.embeddingModel);
		return properties;
	}

	/**
	 * Address of a service on a server, version path included.
	 */
	static URI baseUrl(Preset preset, ServerAddress address) {
		return address.of(URI.create((preset.baseUrl() != null) ? preset.baseUrl() : ""));
	}

	@Override
	public String toString() {
		return this.preset.name() + " at " + baseUrl(this.preset, this.address)
				+ ((this.model != null) ? " with model " + this.model : " without a model")
				+ ((this.embeddingModel != null) ? " and " + this.embeddingModel + " for vectors" : "");
	}

}
