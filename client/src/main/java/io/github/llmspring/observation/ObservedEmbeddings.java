package io.github.llmspring.observation;

import java.util.function.Function;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.micrometer.observation.Observation;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Provider of vectors that has what it is asked observed.
 *
 * @param provider the provider
 * @param contexts makes what observations know of a request
 * @param kind where observations go and how they are named
 */
record ObservedEmbeddings(EmbeddingProvider provider, Function<EmbeddingRequest, EmbeddingObservationContext> contexts,
		ObservationKind<EmbeddingObservationContext> kind) implements EmbeddingProvider {

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		if (this.kind.isNoop()) {
			return this.provider.embed(request);
		}
		return Mono.deferContextual((view) -> {
			EmbeddingObservationContext context = this.contexts.apply(request);
			Observation observation = this.kind.start(context, view);
			OpenObservation<EmbeddingResponse> open = new OpenObservation<>(observation, context.course(),
					context::answered);
			return observation.isNoop() ? this.provider.embed(request)
					: new Within(observation, Mono.defer(() -> this.provider.embed(request))).doOnNext(open::answered)
						.doOnError(open::failed)
						.doOnCancel(open::cancelled)
						.contextWrite((outer) -> ObservationKind.within(outer, observation));
		});
	}

	/**
	 * What is subscribed to with an observation on the thread, so that what others begin
	 * there is within it.
	 */
	private static final class Within extends Mono<EmbeddingResponse> {

		private final Observation observation;

		private final Mono<EmbeddingResponse> source;

		Within(Observation observation, Mono<EmbeddingResponse> source) {
			this.observation = observation;
			this.source = source;
		}

		@Override
		public void subscribe(CoreSubscriber<? super EmbeddingResponse> actual) {
			try (Observation.Scope scope = this.observation.openScope()) {
				this.source.subscribe(actual);
			}
		}

	}

}
