package io.github.llmspring.observation;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import io.micrometer.observation.Observation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Provider that has what it is asked observed.
 *
 * @param <C> the type of the observations' contexts
 */
final class ObservedProvider<C extends Observation.Context> implements ChatProvider {

	private final ChatProvider provider;

	private final ObservationKind<C> kind;

	private final Function<ChatRequest, C> contexts;

	private final BiFunction<Observation, C, ObservedFlux.Observed> opening;

	private final Predicate<ChatRequest> wanted;

	ObservedProvider(ChatProvider provider, ObservationKind<C> kind, Function<ChatRequest, C> contexts,
			BiFunction<Observation, C, ObservedFlux.Observed> opening, Predicate<ChatRequest> wanted) {
		this.provider = provider;
		this.kind = kind;
		this.contexts = contexts;
		this.opening = opening;
		this.wanted = wanted;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return (this.kind.isNoop() || !this.wanted.test(request)) ? ask(request) : new ObservedFlux(this, request);
	}

	/**
	 * Asks the provider itself.
	 */
	Flux<ChatEvent> ask(ChatRequest request) {
		return this.provider.send(request);
	}

	/**
	 * Begins to observe.
	 */
	ObservedFlux.Observed begin(ChatRequest request, ContextView view) {
		C context = this.contexts.apply(request);
		return this.opening.apply(this.kind.start(context, view), context);
	}

	@Override
	public ChatProvider snapshot() {
		ChatProvider now = this.provider.snapshot();
		return (now == this.provider) ? this
				: new ObservedProvider<>(now, this.kind, this.contexts, this.opening, this.wanted);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
