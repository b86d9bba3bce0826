package io.github.llmspring;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@link EmbeddingClient} of a provider, a default model and default options.
 */
final class DefaultEmbeddingClient implements EmbeddingClient {

	private final EmbeddingProvider provider;

	private final @Nullable String model;

	private final EmbeddingOptions options;

	DefaultEmbeddingClient(EmbeddingProvider provider, @Nullable String model, EmbeddingOptions options) {
		this.provider = provider;
		this.model = model;
		this.options = options;
	}

	@Override
	public EmbeddingResponse embed(List<String> texts) {
		return Blocking.await(mono(texts), "embed()");
	}

	@Override
	public Mono<EmbeddingResponse> mono(List<String> texts) {
		return Mono.defer(() -> this.provider.embed(new EmbeddingRequest(texts, this.model, this.options)));
	}

	@Override
	public EmbeddingClient withModel(String model) {
		return new DefaultEmbeddingClient(this.provider, model, this.options);
	}

	@Override
	public EmbeddingClient withOptions(EmbeddingOptions options) {
		return new DefaultEmbeddingClient(this.provider, this.model, options.orElse(this.options));
	}

}
