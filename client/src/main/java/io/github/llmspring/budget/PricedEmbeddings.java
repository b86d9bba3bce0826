package io.github.llmspring.budget;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import reactor.core.publisher.Mono;

/**
 * Provider of vectors whose cost is taken note of, once for each request. One that nobody
 * waits for any more is estimated for those who keep count.
 *
 * @param provider sends one request
 * @param costs knows what it cost
 */
record PricedEmbeddings(EmbeddingProvider provider, Costs costs) implements EmbeddingProvider {

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> {
			AtomicBoolean over = new AtomicBoolean();
			return this.provider.embed(request)
				.map((response) -> over.compareAndSet(false, true) ? this.costs.answered(request, response) : response)
				.onErrorMap(LlmException.class,
						(failure) -> over.compareAndSet(false, true) ? charged(request, failure) : failure)
				.doOnCancel(() -> {
					if (over.compareAndSet(false, true)) {
						this.costs.brokeOff(request);
					}
				});
		});
	}

	private LlmException charged(EmbeddingRequest request, LlmException failure) {
		Usage usage = failure.usage();
		if (usage == null || !usage.isKnown()) {
			return failure;
		}
		Cost cost = this.costs.failed(request, usage, failure.cost());
		return failure.toBuilder().cost(cost).build();
	}

}
