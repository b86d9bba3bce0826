package io.github.llmspring.entity;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.OutputFormat;

/**
 * The contract of a provider, for {@link MendingProvider} with an answer that fits.
 */
class MendingContractTests extends DecoratorContract {

	private static final OutputFormat FORMAT = new OutputFormat("text", "{\"type\": \"object\"}", (answer) -> null);

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new MendingProvider(provider);
	}

	@Override
	protected ChatRequest outside(ChatRequest request) {
		return request.toBuilder().outputFormat(FORMAT).build();
	}

	@Override
	protected ChatRequest inside(ChatRequest request) {
		return request.toBuilder().outputFormat(null).build();
	}

}
