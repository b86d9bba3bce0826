package io.github.llmspring.budget;

import java.util.List;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Provider of vectors that is asked as long as the budgets allow it. They are the same
 * for vectors and answers.
 */
public final class BudgetedEmbeddings implements EmbeddingProvider {

	private final String id;

	private final EmbeddingProvider provider;

	private final Budgets budgets;

	/**
	 * Budgets around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param budgets the budgets
	 */
	public BudgetedEmbeddings(String id, EmbeddingProvider provider, Budgets budgets) {
		this.id = id;
		this.provider = provider;
		this.budgets = budgets;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		List<BudgetAccount> covering = this.budgets.of(this.id, null, request.options().tags());
		return covering.isEmpty() ? this.provider.embed(request)
				: Mono.defer(() -> new BudgetedRequest(request, covering).send());
	}

	private final class BudgetedRequest implements BudgetPassage.Holder {

		private final EmbeddingRequest request;

		private final BudgetPassage passage;

		private final Sinks.Empty<Void> granted = Sinks.empty();

		BudgetedRequest(EmbeddingRequest request, List<BudgetAccount> accounts) {
			this.request = request;
			ModelAddress address = new ModelAddress(BudgetedEmbeddings.this.id, request.model());
			this.passage = new BudgetPassage(address, accounts,
					BudgetedEmbeddings.this.budgets.estimate(address, request), this);
		}

		Mono<EmbeddingResponse> send() {
			return Mono.defer(this::enter)
				.then(Mono.defer(() -> BudgetedEmbeddings.this.provider.embed(this.request)))
				.map((response) -> response.withWarnings(this.passage.warnings()))
				.doOnTerminate(this.passage::release)
				.doOnCancel(this.passage::giveUp);
		}

		private Mono<Void> enter() {
			this.passage.enter();
			return this.granted.asMono();
		}

		@Override
		public void granted() {
			this.granted.tryEmitEmpty();
		}

		@Override
		public void refused(LlmException refusal) {
			this.granted.tryEmitError(refusal);
		}

	}

}
