package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bean of a configured provider: whatever is configured under its id when it is asked.
 */
final class RunningChatProvider implements ChatProvider {

	private final RunningProviders running;

	private final String id;

	RunningChatProvider(RunningProviders running, String id) {
		this.running = running;
		this.id = id;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> snapshot().send(request));
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return Mono.defer(() -> snapshot().models());
	}

	@Override
	public ChatProvider snapshot() {
		return this.running.chat(this.id);
	}

}
