package io.github.llmspring.health;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.ModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that sends nothing while the circuit breaker of the model is open or the
 * provider is disabled, and tells {@link CandidateHealth} how each exchange went.
 * <p>
 * A stream that fails after it began counts as a failure like any other. What the service
 * refuses, and what is cancelled, does not count.
 */
public final class GuardedProvider implements ChatProvider {

	private final String id;

	private final ChatProvider provider;

	private volatile CandidateHealth health;

	/**
	 * Guard around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param health learns how exchanges went
	 */
	public GuardedProvider(String id, ChatProvider provider, CandidateHealth health) {
		this.id = id;
		this.provider = provider;
		this.health = health;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return guarded(request, Candidate::begin);
	}

	/**
	 * This provider for whoever has nobody else to ask: the call goes through although
	 * the breaker is open, unless it was opened by hand. The breaker learns nothing of
	 * it.
	 * @return the provider
	 */
	public ChatProvider asLastResort() {
		return (request) -> guarded(request, Candidate::beginAsLastResort);
	}

	private Flux<ChatEvent> guarded(ChatRequest request, Candidate.Beginning beginning) {
		return new GuardedFlux(this.provider, request, this.health, this.id, beginning);
	}

	/**
	 * Vectors of the same service, whose models are known and guarded alike.
	 * @param vectors sends one request for vectors
	 * @return the provider that sends nothing while the breaker of the model is open
	 */
	public EmbeddingProvider around(EmbeddingProvider vectors) {
		return (request) -> new GuardedEmbeddings(this.id, vectors, this.health).embed(request);
	}

	/**
	 * Lets another provider take its place: what becomes known from now on becomes known
	 * to this one only.
	 */
	public void retire() {
		this.health = new CandidateHealth();
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
