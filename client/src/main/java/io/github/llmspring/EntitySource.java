package io.github.llmspring;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Gets values of Java types out of models.
 * <p>
 * Found through {@link java.util.ServiceLoader}, so that a prompt need not know how types
 * are described and answers are checked.
 */
public interface EntitySource {

	/**
	 * Asks for a value. Each subscription sends a request.
	 * @param provider the provider to ask
	 * @param request what to ask, without an output format
	 * @param type the type of the value
	 * @param <T> the type of the value
	 * @return the value, or an {@link LlmException}
	 */
	<T> Mono<EntityResponse<T>> ask(ChatProvider provider, ChatRequest request, ParameterizedTypeReference<T> type);

	/**
	 * Asks for a value and gives what is there of it while it arrives. Each subscription
	 * sends a request.
	 * @param provider the provider to ask
	 * @param request what to ask, streaming and without an output format
	 * @param type the type of the value
	 * @param <T> the type of the value
	 * @return ever more complete values, or an {@link LlmException}
	 */
	<T> Flux<T> stream(ChatProvider provider, ChatRequest request, ParameterizedTypeReference<T> type);

}
