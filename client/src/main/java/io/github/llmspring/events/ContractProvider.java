package io.github.llmspring.events;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that keeps to what is said of every {@link ChatProvider}, whatever the one
 * inside does: each of its exceptions is an {@link io.github.llmspring.LlmException
 * LlmException} that names the provider, events that end without a whole answer are one,
 * too, and an answer tells who gave it.
 */
public final class ContractProvider implements ChatProvider {

	private final String id;

	private final ChatProvider provider;

	/**
	 * Contract of a provider that is not known to keep to it.
	 * @param id the provider's id
	 * @param provider the provider
	 */
	public ContractProvider(String id, ChatProvider provider) {
		this.id = id;
		this.provider = provider;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return new ContractFlux(this.id, this.provider, request);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return Mono.defer(this.provider::models)
			.onErrorMap(Exception.class, (failure) -> ForeignFailure.of(failure, this.id, null));
	}

}
