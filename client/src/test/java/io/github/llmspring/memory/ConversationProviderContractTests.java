package io.github.llmspring.memory;

import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.Message;

/**
 * The contract of a provider, for {@link ConversationProvider} with a store that takes
 * everything and keeps nothing, so that each request is the first.
 */
class ConversationProviderContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new ConversationProvider(provider, new ConversationMemory(new Forgetful(), 1000));
	}

	@Override
	protected ChatRequest outside(ChatRequest request) {
		return request.toBuilder().conversation("c").build();
	}

	private static final class Forgetful implements ConversationStore {

		@Override
		public ConversationHistory load(String conversation, int maxTokens) {
			return ConversationHistory.NONE;
		}

		@Override
		public boolean append(String conversation, int position, List<Message> messages) {
			return true;
		}

		@Override
		public void delete(String conversation) {
		}

	}

}
