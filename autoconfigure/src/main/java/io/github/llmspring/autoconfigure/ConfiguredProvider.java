package io.github.llmspring.autoconfigure;

import java.util.Set;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.simulated.SimulatedSettings;
import org.jspecify.annotations.Nullable;

/**
 * One provider as configured: checked, and with all defaults applied.
 */
interface ConfiguredProvider {

	/**
	 * Id of the provider.
	 * @return the id
	 */
	String id();

	/**
	 * Model to ask where a request names only the provider.
	 * @return the model or {@code null}
	 */
	@Nullable String model();

	/**
	 * Model to ask for vectors where a request names only the provider.
	 * @return the model or {@code null}
	 */
	@Nullable String embeddingModel();

	/**
	 * Words that say where and how it keeps data.
	 * @return the words
	 */
	Set<String> residency();

	/**
	 * What the service is known not to offer.
	 * @return the names of the capabilities
	 */
	Set<String> without();

	/**
	 * What to surround the provider with.
	 * @return the surroundings
	 */
	Surroundings surroundings();

	/**
	 * Provider of the embedded kind.
	 *
	 * @param id the id
	 * @param settings how it behaves
	 * @param options options of every request
	 * @param surroundings what to surround it with
	 * @param residency words that say where and how it keeps data
	 * @param embeddingModel the model of vectors, if configured
	 */
	record Simulated(String id, SimulatedSettings settings, ChatOptions options, Surroundings surroundings,
			Set<String> residency, @Nullable String embeddingModel) implements ConfiguredProvider {

		@Override
		public String model() {
			return this.settings.model();
		}

		@Override
		public Set<String> without() {
			return Set.of();
		}

	}

	/**
	 * Provider of which configuration does not say what it is: the application brings it
	 * as a bean of that name, or it cannot be.
	 *
	 * @param id the id
	 * @param model the model to ask, if configured
	 * @param embeddingModel the model of vectors, if configured
	 * @param surroundings what to surround it with
	 * @param residency words that say where and how it keeps data
	 * @param unknown what is wrong where the application does not bring it
	 */
	record Brought(String id, @Nullable String model, @Nullable String embeddingModel, Surroundings surroundings,
			Set<String> residency, InvalidLlmConfigurationException unknown) implements ConfiguredProvider {

		@Override
		public Set<String> without() {
			return Set.of();
		}

	}

	/**
	 * Provider that is reached over HTTP.
	 *
	 * @param settings its settings
	 * @param credentials its credentials besides keys
	 * @param sslBundle the name of the SSL bundle to connect with, if any
	 * @param surroundings what to surround it with
	 * @param residency words that say where and how it keeps data
	 */
	record Remote(ProviderSettings settings, ConfiguredCredentials credentials, @Nullable String sslBundle,
			Surroundings surroundings, Set<String> residency) implements ConfiguredProvider {

		/**
		 * This provider on another server.
		 * @param server where the server is
		 * @return the provider, its path kept
		 */
		Remote at(ServerAddress server) {
			return new Remote(this.settings.withBaseUrl(server.of(this.settings.baseUrl())), this.credentials,
					this.sslBundle, this.surroundings, this.residency);
		}

		@Override
		public String id() {
			return this.settings.id();
		}

		@Override
		public @Nullable String model() {
			return this.settings.model();
		}

		@Override
		public Set<String> without() {
			return this.settings.preset().without();
		}

		@Override
		public @Nullable String embeddingModel() {
			return this.settings.embeddingModel();
		}

	}

}
