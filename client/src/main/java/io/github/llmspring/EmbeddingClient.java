package io.github.llmspring;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * A way to turn texts into vectors that does not say which model does it.
 * <p>
 * Thread-safe and meant to be shared. Any number of texts may be given: they are sent in
 * as many requests as the service needs, several at a time.
 *
 * <pre class="code">
 * float[] vector = client.embed("Where is the harbour?").vector();
 * </pre>
 */
public interface EmbeddingClient {

	/**
	 * Turns texts into vectors and waits for them.
	 * @param texts the texts
	 * @return the vectors in the order of the texts
	 */
	default EmbeddingResponse embed(String... texts) {
		return embed(List.of(texts));
	}

	/**
	 * Turns texts into vectors and waits for them.
	 * @param texts the texts
	 * @return the vectors in the order of the texts
	 */
	EmbeddingResponse embed(List<String> texts);

	/**
	 * Turns texts into vectors.
	 * @param texts the texts
	 * @return the vectors in the order of the texts, cold
	 */
	Mono<EmbeddingResponse> mono(List<String> texts);

	/**
	 * View of this client that asks another model.
	 * @param model a model address such as {@code openai/text-embedding-3-small}, or a
	 * provider's id
	 * @return a client that shares everything else with this one
	 */
	EmbeddingClient withModel(String model);

	/**
	 * View of this client with options, such as one for questions and one for documents.
	 * @param options the options; what they leave out stays as it is here
	 * @return a client that shares everything else with this one
	 */
	EmbeddingClient withOptions(EmbeddingOptions options);

	/**
	 * Client of a provider.
	 * @param provider the provider that gets every request
	 * @return a client
	 */
	static EmbeddingClient of(EmbeddingProvider provider) {
		return new DefaultEmbeddingClient(provider, null, EmbeddingOptions.NONE);
	}

}
