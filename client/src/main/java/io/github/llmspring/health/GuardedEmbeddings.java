package io.github.llmspring.health;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.ModelAddress;
import reactor.core.publisher.Mono;

/**
 * Provider of vectors that sends nothing while the circuit breaker of the model is open
 * or the provider is disabled, and tells how each request went.
 *
 * @param id the provider's id
 * @param provider sends one request
 * @param health learns how it went
 */
record GuardedEmbeddings(String id, EmbeddingProvider provider, CandidateHealth health) implements EmbeddingProvider {

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> {
			CandidateCall call = this.health.begin(new ModelAddress(this.id, request.model()), false, Candidate::begin);
			return Mono.defer(() -> this.provider.embed(request)).doOnSuccess((response) -> {
				call.began();
				call.answered(response);
			}).doOnError(call::failed).doOnCancel(call::abandoned);
		});
	}

}
