package io.github.llmspring;

import java.time.Duration;
import java.time.Instant;
import java.util.ServiceLoader;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A request that is ready to be sent, each time with the whole of its time before it.
 *
 * @param provider the provider that gets it
 * @param request what to ask
 * @param timeout the longest time to wait, counted from when it is sent, or {@code null}
 */
record PreparedRequest(ChatProvider provider, ChatRequest request, @Nullable Duration timeout) {

	Flux<ChatEvent> events() {
		Flux<ChatEvent> events = (this.timeout == null) ? this.provider.send(this.request)
				: Flux.defer(() -> limited(timed()));
		return events.contextCapture();
	}

	/**
	 * Events whose failure tells until when another model may go on with them.
	 */
	private Flux<ChatEvent> limited(ChatRequest request) {
		return this.provider.send(request)
			.onErrorMap(LlmException.class, (ex) -> ex.toBuilder().deadline(request.deadline()).build());
	}

	<T> Mono<EntityResponse<T>> entity(ParameterizedTypeReference<T> type) {
		return Mono.defer(() -> Entities.SOURCE.ask(this.provider, timed(), type)).contextCapture();
	}

	<T> Flux<T> entities(ParameterizedTypeReference<T> type) {
		return Flux.defer(() -> Entities.SOURCE.stream(this.provider, timed(), type)).contextCapture();
	}

	private ChatRequest timed() {
		return (this.timeout == null) ? this.request : this.request.withDeadline(Instant.now().plus(this.timeout));
	}

	/**
	 * Loaded when the first value is asked for.
	 */
	private static final class Entities {

		static final EntitySource SOURCE = ServiceLoader.load(EntitySource.class, EntitySource.class.getClassLoader())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No " + EntitySource.class.getName()
					+ " is listed in META-INF/services: was the jar repackaged without them?"));

	}

}
