package io.github.llmspring.budget;

import java.util.List;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.Message;
import io.github.llmspring.ModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that tells what each exchange cost: in the answer, and to whoever keeps count.
 * <p>
 * Where the service charges a figure of its own, that figure stands. An exchange that
 * failed costs what the service told before; one that was cancelled is estimated for
 * those who keep count.
 */
public final class CostProvider implements ChatProvider {

	private final ChatProvider provider;

	private final Costs costs;

	/**
	 * Cost around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param pricing knows the prices
	 * @param listeners are told of all spending
	 * @param estimate guesses the tokens of a message
	 */
	public CostProvider(String id, ChatProvider provider, Pricing pricing, List<SpendingListener> listeners,
			ToIntFunction<Message> estimate) {
		this.provider = provider;
		this.costs = new Costs(id, pricing, List.copyOf(listeners), estimate);
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return new CostFlux(this.provider, request, this.costs);
	}

	/**
	 * Vectors of the same service, whose cost is told and counted alike.
	 * @param vectors sends one request for vectors
	 * @return the provider that tells what each request cost
	 */
	public EmbeddingProvider around(EmbeddingProvider vectors) {
		return new PricedEmbeddings(vectors, this.costs);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
