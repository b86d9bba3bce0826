package io.github.llmspring.routing;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import reactor.core.publisher.Mono;

/**
 * Provider of vectors that is sent nothing unless it has the required residency.
 */
public final class ResidencyEmbeddings implements EmbeddingProvider {

	private final String id;

	private final EmbeddingProvider provider;

	private final Residency residency;

	/**
	 * Guard around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param residency its residency
	 */
	public ResidencyEmbeddings(String id, EmbeddingProvider provider, Residency residency) {
		this.id = id;
		this.provider = provider;
		this.residency = residency;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return this.residency.allows(request.options().residency()) ? this.provider.embed(request)
				: Mono.error(() -> this.residency.refusal(this.id, request.model(), request.options().residency()));
	}

}
