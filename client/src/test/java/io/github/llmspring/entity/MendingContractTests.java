package io.github.llmspring.entity;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.OutputFormat;

/**
 * The contract of a provider, for {@link MendingProvider} with an answer that fits.
 */
class MendingContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		OutputFormat format = new OutputFormat("text", "{\"type\": \"object\"}", (answer) -> null);
		ChatProvider plain = (request) -> provider.send(request.toBuilder().outputFormat(null).build());
		MendingProvider mending = new MendingProvider(plain);
		return (request) -> mending.send(request.toBuilder().outputFormat(format).build());
	}

}
