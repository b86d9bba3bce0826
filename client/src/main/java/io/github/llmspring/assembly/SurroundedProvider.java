package io.github.llmspring.assembly;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.health.GuardedProvider;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.HttpEmbeddingProvider;
import io.github.llmspring.resilience.limit.LimitsLeft;
import io.github.llmspring.resilience.limit.RateLimitedProvider;
import io.github.llmspring.routing.ProviderEntry.LastResort;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A provider with everything that surrounds it, in ways that share what is known of its
 * models: as the one that is asked, with waiting retries; as one of several, where
 * another can be asked instead of waiting; and each of the two as the last resort, whose
 * open circuit breaker stops no call.
 */
public final class SurroundedProvider implements ChatProvider {

	private final ChatProvider bare;

	private final Ways ways;

	private final Vectors vectors;

	private final @Nullable RateLimitedProvider limited;

	private final GuardedProvider guarded;

	SurroundedProvider(ChatProvider bare, Ways ways, Vectors vectors, @Nullable RateLimitedProvider limited,
			GuardedProvider guarded) {
		this.bare = bare;
		this.ways = ways;
		this.vectors = vectors;
		this.limited = limited;
		this.guarded = guarded;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return this.ways.alone().send(this.ways.complete(request));
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.ways.alone().models();
	}

	/**
	 * The provider that is surrounded.
	 * @return the bare provider
	 */
	public ChatProvider bare() {
		return this.bare;
	}

	/**
	 * Lists the models once and anew, to see whether the service can be reached: past
	 * retries and limits, and past whatever is remembered of an earlier list.
	 * @return the models
	 */
	public Mono<List<ModelInfo>> modelsAnew() {
		return (this.bare instanceof HttpChatProvider remote) ? remote.modelsAnew() : this.bare.models();
	}

	/**
	 * This provider for whoever has another one to ask: it retries a broken connection
	 * once and at once, and otherwise fails without a wait.
	 * @return the provider
	 */
	public ChatProvider amongOthers() {
		return (request) -> this.ways.amongOthers().send(this.ways.complete(request));
	}

	/**
	 * This provider where nobody else is ready: an open circuit breaker stops no call,
	 * unless it was opened by hand.
	 * @return the provider, in both ways
	 */
	public LastResort asLastResort() {
		LastResort lastResort = this.ways.lastResort();
		return new LastResort((request) -> lastResort.alone().send(this.ways.complete(request)),
				(request) -> lastResort.amongOthers().send(this.ways.complete(request)));
	}

	/**
	 * Vectors of the same service, with the same total time, retries and circuit
	 * breakers, and within the same limits and budgets as the answers.
	 * @param provider the bare provider of vectors
	 * @param model the model that is asked where a request names none, or {@code null}
	 * @return the provider that applications see
	 */
	public EmbeddingProvider around(EmbeddingProvider provider, @Nullable String model) {
		EmbeddingProvider requests = (provider instanceof HttpEmbeddingProvider http)
				? http.around(this.vectors.request()) : this.vectors.request().apply(provider);
		EmbeddingProvider calls = this.vectors.call().apply(requests);
		return (request) -> calls
			.embed((request.model() == null && model != null) ? request.withModel(model) : request);
	}

	/**
	 * Lets another provider take its place: how its last calls go is no news of the other
	 * one.
	 */
	public void retire() {
		this.guarded.retire();
	}

	/**
	 * What is left of the limits that are configured or learnt.
	 * @return what is left now, or {@code null} where nothing is limited
	 */
	public @Nullable LimitsLeft limitsLeft() {
		return (this.limited != null) ? this.limited.left() : null;
	}

	/**
	 * What surrounds vectors.
	 *
	 * @param call surrounds a whole call, whatever number of requests it takes
	 * @param request surrounds each request
	 */
	record Vectors(UnaryOperator<EmbeddingProvider> call, UnaryOperator<EmbeddingProvider> request) {

	}

	/**
	 * The ways to ask a provider.
	 *
	 * @param model the model that is asked where a request names none, if any
	 * @param alone for whoever has nobody else to ask
	 * @param amongOthers for whoever has another one to ask instead of waiting
	 * @param lastResort both, where no open circuit breaker is to stop the call
	 */
	record Ways(@Nullable String model, ChatProvider alone, ChatProvider amongOthers, LastResort lastResort) {

		/**
		 * Names the model where the request does not, so that whatever is known is known
		 * of the model.
		 */
		ChatRequest complete(ChatRequest request) {
			return (request.model() == null && this.model != null) ? request.withModel(this.model) : request;
		}

	}

}
