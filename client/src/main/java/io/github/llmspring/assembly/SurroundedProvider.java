package io.github.llmspring.assembly;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.http.HttpEmbeddingProvider;
import io.github.llmspring.routing.ProviderEntry.LastResort;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.resilience.limit.LimitsLeft;
import io.github.llmspring.resilience.limit.RateLimitedProvider;
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

	private final ChatProvider alone;

	private final ChatProvider amongOthers;

	private final LastResort lastResort;

	private final UnaryOperator<EmbeddingProvider> vectors;

	private final @Nullable String model;

	private final @Nullable RateLimitedProvider limited;

	private final Runnable retirement;

	SurroundedProvider(ChatProvider bare, ChatProvider alone, ChatProvider amongOthers, LastResort lastResort,
			UnaryOperator<EmbeddingProvider> vectors, @Nullable String model, @Nullable RateLimitedProvider limited,
			Runnable retirement) {
		this.bare = bare;
		this.alone = alone;
		this.amongOthers = amongOthers;
		this.lastResort = lastResort;
		this.vectors = vectors;
		this.model = model;
		this.limited = limited;
		this.retirement = retirement;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return this.alone.send(complete(request));
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.alone.models();
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
		return (request) -> this.amongOthers.send(complete(request));
	}

	/**
	 * This provider where nobody else is ready: an open circuit breaker stops no call,
	 * unless it was opened by hand.
	 * @return the provider, in both ways
	 */
	public LastResort asLastResort() {
		return new LastResort((request) -> this.lastResort.alone().send(complete(request)),
				(request) -> this.lastResort.amongOthers().send(complete(request)));
	}

	/**
	 * Vectors of the same service, with the same retries and total time, and within the
	 * same limits as the answers.
	 * @param provider the bare provider of vectors
	 * @return the provider that applications see
	 */
	public EmbeddingProvider around(EmbeddingProvider provider) {
		return (provider instanceof HttpEmbeddingProvider http) ? http.around(this.vectors)
				: this.vectors.apply(provider);
	}

	/**
	 * Lets another provider take its place: how its last calls go is no news of the other
	 * one.
	 */
	public void retire() {
		this.retirement.run();
	}

	/**
	 * What is left of the limits that are configured or learnt.
	 * @return what is left now, or {@code null} where nothing is limited
	 */
	public @Nullable LimitsLeft limitsLeft() {
		return (this.limited != null) ? this.limited.left() : null;
	}

	/**
	 * Names the model where the request does not, so that whatever is known is known of
	 * the model.
	 */
	private ChatRequest complete(ChatRequest request) {
		return (request.model() == null && this.model != null) ? request.withModel(this.model) : request;
	}

}
