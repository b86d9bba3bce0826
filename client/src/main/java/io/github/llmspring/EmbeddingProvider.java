package io.github.llmspring;

import reactor.core.publisher.Mono;

/**
 * A configured connection to one service that turns texts into vectors.
 * <ul>
 * <li>Nothing happens before the {@code Mono} is subscribed to.</li>
 * <li>The vectors are in the order of the texts, one for each.</li>
 * <li>Every error is an {@link LlmException}.</li>
 * </ul>
 */
@FunctionalInterface
public interface EmbeddingProvider {

	/**
	 * Turns texts into vectors.
	 * @param request the texts and how to read them
	 * @return the vectors, cold
	 */
	Mono<EmbeddingResponse> embed(EmbeddingRequest request);

}
