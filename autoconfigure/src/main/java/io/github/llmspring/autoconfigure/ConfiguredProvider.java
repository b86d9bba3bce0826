package io.github.llmspring.autoconfigure;

import java.time.Duration;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.resilience.limit.RateLimitSettings;
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
	 * Longest time of a call.
	 * @return the time
	 */
	Duration total();

	/**
	 * How much may be asked of it.
	 * @return the limits
	 */
	RateLimitSettings rateLimit();

	/**
	 * Provider of the embedded kind.
	 *
	 * @param id the id
	 * @param settings how it behaves
	 * @param options options of every request
	 * @param total the longest time of a call
	 * @param embeddingModel the model of vectors, if configured
	 * @param rateLimit how much may be asked of it
	 */
	record Simulated(String id, SimulatedSettings settings, ChatOptions options, Duration total,
			@Nullable String embeddingModel, RateLimitSettings rateLimit) implements ConfiguredProvider {

		@Override
		public String model() {
			return this.settings.model();
		}

	}

	/**
	 * Provider that is reached over HTTP.
	 *
	 * @param settings its settings
	 * @param credentials its credentials besides keys
	 * @param sslBundle the name of the SSL bundle to connect with, if any
	 * @param rateLimit how much may be asked of it
	 */
	record Remote(ProviderSettings settings, ConfiguredCredentials credentials, @Nullable String sslBundle,
			RateLimitSettings rateLimit) implements ConfiguredProvider {

		/**
		 * This provider on another server.
		 * @param server where the server is
		 * @return the provider, its path kept
		 */
		Remote at(ServerAddress server) {
			return new Remote(this.settings.withBaseUrl(server.of(this.settings.baseUrl())), this.credentials,
					this.sslBundle, this.rateLimit);
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
		public @Nullable String embeddingModel() {
			return this.settings.embeddingModel();
		}

		@Override
		public Duration total() {
			return this.settings.timeouts().total();
		}

	}

}
