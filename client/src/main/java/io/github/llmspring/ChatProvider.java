package io.github.llmspring;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A configured connection to one LLM service.
 * <p>
 * One method serves whole answers and streams, so that everything around a provider is
 * written once, as a provider around a provider. What holds for all of them:
 * <ul>
 * <li>Nothing happens before the {@code Flux} is subscribed to; each subscription is a
 * request of its own.</li>
 * <li>A request that does not {@link ChatRequest#streaming() stream} gives exactly one
 * event, {@link ChatEvent.Completed}. A stream gives events of content, then exactly one
 * {@code Completed}, last, with the whole answer.</li>
 * <li>Every error is an {@link LlmException}.</li>
 * <li>Demand reaches the socket: what is not asked for is not read.</li>
 * <li>Cancelling ends the exchange with the service.</li>
 * </ul>
 */
@FunctionalInterface
public interface ChatProvider {

	/**
	 * Sends a request and gives what happens as it happens.
	 * @param request what to ask
	 * @return the events, cold
	 */
	Flux<ChatEvent> send(ChatRequest request);

	/**
	 * This provider as it is now, for whoever sends several requests that belong
	 * together: a change of the configuration meanwhile does not reach what this gives.
	 * @return the provider itself where it never changes
	 */
	default ChatProvider snapshot() {
		return this;
	}

	/**
	 * Lists the models that the service offers, which need not be those that the key may
	 * use. The list may be some minutes old.
	 * @return the models, in the service's order; an {@link LlmException} of the reason
	 * {@code UNSUPPORTED} where there is no such list
	 */
	default Mono<List<ModelInfo>> models() {
		return Mono.error(() -> LlmException
			.builder(LlmException.Reason.UNSUPPORTED, "the provider cannot tell which models it has")
			.advice("Name a model that you know it has.")
			.build());
	}

}
