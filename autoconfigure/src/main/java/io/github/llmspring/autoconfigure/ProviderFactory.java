package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.HttpEmbeddingProvider;
import io.github.llmspring.resilience.limit.Quotas;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedEmbeddingProvider;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes providers of what is configured.
 */
final class ProviderFactory {

	private final ProviderWebClients clients;

	private final ProviderAuthorizations authorizations;

	private final ObjectProvider<LlmConnectionDetails> details;

	private final Quotas quotas;

	ProviderFactory(ProviderWebClients clients, ProviderAuthorizations authorizations,
			ObjectProvider<LlmConnectionDetails> details, Quotas quotas) {
		this.clients = clients;
		this.authorizations = authorizations;
		this.details = details;
		this.quotas = quotas;
	}

	/**
	 * Makes a provider with everything that surrounds it.
	 * @param configured what is configured of it
	 * @return the provider
	 */
	ChatProvider create(ConfiguredProvider configured) {
		return Assembly.surround(configured.id(), limited(configured, bare(configured)), configured.total());
	}

	/**
	 * Puts the configured limits around a bare provider.
	 * @param configured what is configured of it
	 * @param provider the provider
	 * @return the provider within its limits
	 */
	ChatProvider limited(ConfiguredProvider configured, ChatProvider provider) {
		return Assembly.limit(configured.id(), provider, configured.rateLimit(), this.quotas);
	}

	private ChatProvider bare(ConfiguredProvider configured) {
		if (configured instanceof ConfiguredProvider.Remote remote) {
			ConfiguredProvider.Remote connected = connected(remote);
			return new HttpChatProvider(this.authorizations.authorized(connected), this.clients.create(connected));
		}
		ConfiguredProvider.Simulated simulated = (ConfiguredProvider.Simulated) configured;
		return withOptions(new SimulatedChatProvider(simulated.id(), simulated.settings()), simulated.options());
	}

	/**
	 * Makes a provider of vectors, over the connections of the provider of answers.
	 * @param configured what is configured of it
	 * @return the provider
	 */
	EmbeddingProvider embeddings(ConfiguredProvider configured) {
		if (configured instanceof ConfiguredProvider.Remote remote) {
			ConfiguredProvider.Remote connected = connected(remote);
			return new HttpEmbeddingProvider(this.authorizations.authorized(connected), this.clients.create(connected));
		}
		ConfiguredProvider.Simulated simulated = (ConfiguredProvider.Simulated) configured;
		return new SimulatedEmbeddingProvider(simulated.id(), simulated.settings());
	}

	private ConfiguredProvider.Remote connected(ConfiguredProvider.Remote remote) {
		return this.details.orderedStream()
			.filter((details) -> details.service().equals(remote.id()))
			.findFirst()
			.map((details) -> remote.at(new ServerAddress(details.host(), details.port())))
			.orElse(remote);
	}

	private static ChatProvider withOptions(ChatProvider provider, ChatOptions defaults) {
		return new ChatProvider() {

			@Override
			public Flux<ChatEvent> send(ChatRequest request) {
				return provider.send(request.toBuilder().options(request.options().orElse(defaults)).build());
			}

			@Override
			public Mono<List<ModelInfo>> models() {
				return provider.models();
			}

		};
	}

}
