package io.github.llmspring.autoconfigure;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.simulated.SimulatedChatProvider;

/**
 * Makes providers of what is configured.
 */
final class ProviderFactory {

	private final ProviderWebClients clients;

	private final ProviderAuthorizations authorizations;

	ProviderFactory(ProviderWebClients clients, ProviderAuthorizations authorizations) {
		this.clients = clients;
		this.authorizations = authorizations;
	}

	/**
	 * Makes a provider with everything that surrounds it.
	 * @param configured what is configured of it
	 * @return the provider
	 */
	ChatProvider create(ConfiguredProvider configured) {
		return Assembly.surround(configured.id(), bare(configured), configured.total());
	}

	private ChatProvider bare(ConfiguredProvider configured) {
		if (configured instanceof ConfiguredProvider.Remote remote) {
			return new HttpChatProvider(this.authorizations.authorized(remote), this.clients.create(remote));
		}
		ConfiguredProvider.Simulated simulated = (ConfiguredProvider.Simulated) configured;
		return withOptions(new SimulatedChatProvider(simulated.id(), simulated.settings()), simulated.options());
	}

	private static ChatProvider withOptions(ChatProvider provider, ChatOptions defaults) {
		return (request) -> provider.send(request.toBuilder().options(request.options().orElse(defaults)).build());
	}

}
