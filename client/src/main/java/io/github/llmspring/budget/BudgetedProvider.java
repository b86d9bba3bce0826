package io.github.llmspring.budget;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that is asked as long as the budgets allow it.
 * <p>
 * What a call costs is charged by whoever tells the {@link Budgets}; here a part of each
 * budget is reserved for it meanwhile, so that many calls at once do not spend what is
 * left many times over.
 */
public final class BudgetedProvider implements ChatProvider {

	private final String id;

	private final ChatProvider provider;

	private final Budgets budgets;

	/**
	 * Budgets around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param budgets the budgets
	 */
	public BudgetedProvider(String id, ChatProvider provider, Budgets budgets) {
		this.id = id;
		this.provider = provider;
		this.budgets = budgets;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		List<BudgetAccount> covering = this.budgets.of(this.id, request.route(), request.tags());
		return covering.isEmpty() ? this.provider.send(request)
				: new BudgetedFlux(this.id, this.provider, request, covering, this.budgets);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
