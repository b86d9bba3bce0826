package io.github.llmspring.entity;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EntityResponse;
import io.github.llmspring.EntitySource;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.schema.MissingLibraryException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Values of types that are described to the model by a JSON Schema, and checked against
 * it.
 */
public final class CheckedEntitySource implements EntitySource {

	@Override
	public <T> Mono<EntityResponse<T>> ask(ChatProvider provider, ChatRequest request,
			ParameterizedTypeReference<T> type) {
		return Mono.defer(() -> turns(provider, request, type).ask());
	}

	@Override
	public <T> Flux<T> stream(ChatProvider provider, ChatRequest request, ParameterizedTypeReference<T> type) {
		return Flux.defer(() -> new EntityStream<>(turns(provider, request, type)).values());
	}

	private static <T> EntityTurns<T> turns(ChatProvider provider, ChatRequest request,
			ParameterizedTypeReference<T> type) {
		try {
			return new EntityTurns<>(provider, request, EntityForm.of(type));
		}
		catch (MissingLibraryException ex) {
			throw LlmException.builder(Reason.UNSUPPORTED, "a " + type.getType().getTypeName() + " cannot be asked for")
				.advice(ex.getMessage() + ".")
				.build();
		}
	}

}
