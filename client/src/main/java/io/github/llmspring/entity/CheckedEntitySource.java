package io.github.llmspring.entity;

import io.github.llmspring.ChatEvent;
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
 * <p>
 * Answers are mended here, too, for providers around which no {@link MendingProvider}
 * stands.
 */
public final class CheckedEntitySource implements EntitySource {

	@Override
	public <T> Mono<EntityResponse<T>> ask(ChatProvider provider, ChatRequest request,
			ParameterizedTypeReference<T> type) {
		return Mono.defer(() -> {
			EntityForm<T> form = form(type);
			ChatRequest asked = request.toBuilder().outputFormat(form.format()).build();
			return ChatEvent.answer(new MendingProvider(provider).send(asked))
				.map((answer) -> new EntityResponse<>(EntityAnswer.of(form, asked, answer).value(), answer));
		});
	}

	@Override
	public <T> Flux<T> stream(ChatProvider provider, ChatRequest request, ParameterizedTypeReference<T> type) {
		return Flux.defer(() -> {
			EntityForm<T> form = form(type);
			ChatRequest asked = request.toBuilder().outputFormat(form.format()).build();
			return new EntityStream<>(form, asked).values(new MendingProvider(provider).send(asked));
		});
	}

	private static <T> EntityForm<T> form(ParameterizedTypeReference<T> type) {
		try {
			return EntityForm.of(type);
		}
		catch (MissingLibraryException ex) {
			throw LlmException.builder(Reason.UNSUPPORTED, "a " + type.getType().getTypeName() + " cannot be asked for")
				.advice(ex.getMessage() + ".")
				.build();
		}
	}

}
