package io.github.llmspring.autoconfigure;

import io.github.llmspring.ChatClient;
import io.github.llmspring.assembly.ClientAssembly;

/**
 * Makes the clients that are injected, all of one kind: they run tools within the same
 * bounds and remember conversations in the same place.
 */
final class ClientFactory {

	private final ChatClient client;

	ClientFactory(ClientAssembly assembly) {
		this.client = assembly.client();
	}

	/**
	 * Makes a client that asks the default model.
	 * @return the client
	 */
	ChatClient create() {
		return this.client;
	}

	/**
	 * Makes a client that asks a provider or a route.
	 * @param id the provider's id or the route's name
	 * @return the client
	 */
	ChatClient create(String id) {
		return this.client.withModel(id);
	}

}
