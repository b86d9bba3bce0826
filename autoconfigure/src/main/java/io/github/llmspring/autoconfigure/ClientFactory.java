package io.github.llmspring.autoconfigure;

import java.util.concurrent.Executor;

import io.github.llmspring.ChatClient;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.tools.ToolApproval;
import io.github.llmspring.tools.ToolLoopSettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes the clients that are injected, all of one kind: they run tools within the same
 * bounds.
 */
final class ClientFactory {

	private final ChatClient client;

	ClientFactory(ModelRouter router, ToolLoopSettings bounds, ToolApproval approval, @Nullable Executor executor) {
		this.client = (executor != null) ? Assembly.client(router, bounds, approval, executor)
				: Assembly.client(router, bounds, approval);
	}

	/**
	 * Makes a client that asks the default model.
	 * @return the client
	 */
	ChatClient create() {
		return this.client;
	}

	/**
	 * Makes a client that asks a provider.
	 * @param id the provider's id
	 * @return the client
	 */
	ChatClient create(String id) {
		return this.client.withModel(id);
	}

}
