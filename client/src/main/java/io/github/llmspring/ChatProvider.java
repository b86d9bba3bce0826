package io.github.llmspring;

import reactor.core.publisher.Flux;

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
public interface ChatProvider {

	/**
	 * Sends a request and gives what happens as it happens.
	 * @param request what to ask
	 * @return the events, cold
	 */
	Flux<ChatEvent> send(ChatRequest request);

}
