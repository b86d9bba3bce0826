package io.github.llmspring.memory;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that remembers conversations: to a request with a
 * {@link ChatRequest#conversation() conversation} it adds what was said before, and keeps
 * what the request and its answer add.
 * <p>
 * A turn is stored as a whole, tools' calls and results included, when its answer is
 * complete and before it is delivered. Nothing is stored of a turn that failed or was
 * cancelled, nor of one that a filter took away or in which the model failed: sent again
 * with every later turn, it would fail them too. System messages are the application's
 * and are never stored. Those before the first other message come first, then the newest
 * earlier turns within the number of tokens, then the rest of the request.
 * <p>
 * Turns of one conversation that run at the same time do not wait for each other. Both
 * know what was said before either; the first to be over is stored, and the other fails
 * with {@link io.github.llmspring.LlmException.Reason#CONVERSATION_CONFLICT} and its
 * answer as {@link io.github.llmspring.LlmException#partial() partial}, on whatever
 * machine they run.
 */
public final class ConversationProvider implements ChatProvider {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ChatProvider provider;

	private final ConversationMemory memory;

	private final Duration patience;

	/**
	 * Memory around a provider.
	 * @param provider the provider that answers
	 * @param memory what is remembered
	 */
	public ConversationProvider(ChatProvider provider, ConversationMemory memory) {
		this(provider, memory, PATIENCE);
	}

	ConversationProvider(ChatProvider provider, ConversationMemory memory, Duration patience) {
		this.provider = provider;
		this.memory = memory;
		this.patience = patience;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		String conversation = request.conversation();
		if (conversation == null) {
			return this.provider.send(request);
		}
		return Flux.deferContextual((context) -> new ConversationTurn(this.provider, this.memory,
				new StoreCalls(this.patience, context), request, conversation)
			.events());
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
