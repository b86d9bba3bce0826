package io.github.llmspring.routing;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that is sent nothing unless it has the required residency. A route chooses by
 * residency as well; here it holds for whoever asks, in whatever way.
 */
public final class ResidencyProvider implements ChatProvider {

	private final String id;

	private final ChatProvider provider;

	private final Residency residency;

	/**
	 * Guard around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param residency its residency
	 */
	public ResidencyProvider(String id, ChatProvider provider, Residency residency) {
		this.id = id;
		this.provider = provider;
		this.residency = residency;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return this.residency.allows(request.residency()) ? this.provider.send(request)
				: Flux.error(() -> this.residency.refusal(this.id, request.model(), request.residency()));
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
