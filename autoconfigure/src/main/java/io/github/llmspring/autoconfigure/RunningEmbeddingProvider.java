package io.github.llmspring.autoconfigure;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import reactor.core.publisher.Mono;

/**
 * Bean of a configured provider of vectors: whatever is configured under its id when it
 * is asked.
 */
final class RunningEmbeddingProvider implements EmbeddingProvider {

	private final RunningProviders running;

	private final String id;

	RunningEmbeddingProvider(RunningProviders running, String id) {
		this.running = running;
		this.id = id;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> this.running.embeddings(this.id).embed(request));
	}

}
