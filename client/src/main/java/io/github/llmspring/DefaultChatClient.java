package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * {@link ChatClient} of a provider and a default model.
 */
final class DefaultChatClient implements ChatClient {

	private final ChatProvider provider;

	private final @Nullable String model;

	DefaultChatClient(ChatProvider provider, @Nullable String model) {
		this.provider = provider;
		this.model = model;
	}

	@Override
	public ChatPrompt prompt() {
		return new ChatPrompt(this.provider, this.model);
	}

	@Override
	public ChatClient withModel(String model) {
		return new DefaultChatClient(this.provider, model);
	}

}
