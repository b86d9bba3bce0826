package io.github.llmspring.budget;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of an application: what is spent of each, and whether a call may be sent.
 */
public final class Budgets implements SpendingListener {

	private static final Log logger = LogFactory.getLog(Budgets.class);

	private final List<BudgetAccount> accounts;

	private final CostEstimate estimate;

	private Budgets(List<BudgetAccount> accounts, CostEstimate estimate) {
		this.accounts = accounts;
		this.estimate = estimate;
	}

	/**
	 * Budgets of an application.
	 * @param budgets the budgets, names being unique
	 * @param pricing knows the prices
	 * @param estimate guesses the tokens of a message
	 * @param sharing tells other applications
	 * @param warnings is told when a budget is nearly spent and when it is; it is told on
	 * the thread of a call, so it neither waits nor fails
	 * @return the budgets
	 */
	public static Budgets of(Collection<Budget> budgets, Pricing pricing, ToIntFunction<Message> estimate,
			BudgetSharing sharing, Consumer<BudgetWarning> warnings) {
		return of(budgets, pricing, estimate, sharing, BudgetClock.SYSTEM, warnings);
	}

	static Budgets of(Collection<Budget> budgets, Pricing pricing, ToIntFunction<Message> estimate,
			BudgetSharing sharing, BudgetClock clock, Consumer<BudgetWarning> warnings) {
		Consumer<BudgetWarning> told = (warning) -> {
			log(warning.state());
			warnings.accept(warning);
		};
		List<BudgetAccount> accounts = budgets.stream()
			.map((budget) -> new BudgetAccount(budget, (sharing != BudgetSharing.NOBODY) ? sharing : null, clock, told))
			.toList();
		accounts.forEach(BudgetAccount::refresh);
		return new Budgets(accounts, new CostEstimate(pricing, estimate));
	}

	private static void log(BudgetState state) {
		logger.warn("Of the budget '" + state.budget().name() + "' of " + state.budget().limit() + " for this "
				+ state.budget().period().word() + ", " + state.spent() + " are spent. It begins anew at "
				+ state.until() + ".");
	}

	/**
	 * Whether there is no budget at all.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return this.accounts.isEmpty();
	}

	/**
	 * How much of each budget is spent, as far as this process knows. Where budgets are
	 * shared, it also asks for what is newer, so that the next answer knows it.
	 * @return the states, in the order of configuration
	 */
	public List<BudgetState> states() {
		List<BudgetState> states = this.accounts.stream().map(BudgetAccount::state).toList();
		this.accounts.forEach(BudgetAccount::refresh);
		return states;
	}

	/**
	 * How much of one budget is spent, as {@link #states()} tells of all.
	 * @param name the budget's name
	 * @return the state, or {@code null} where there is no such budget
	 */
	public @Nullable BudgetState state(String name) {
		for (BudgetAccount account : this.accounts) {
			if (account.budget().name().equals(name)) {
				BudgetState state = account.state();
				account.refresh();
				return state;
			}
		}
		return null;
	}

	/**
	 * Whether a provider has a budget left that is its own, for whoever has another
	 * provider to ask.
	 * @param provider the provider's id
	 * @return whether it may be asked
	 */
	public boolean allow(String provider) {
		for (BudgetAccount account : this.accounts) {
			Budget budget = account.budget();
			if (budget.whenSpent() == Budget.WhenSpent.REJECT && budget.scope().isAllOf(provider)
					&& account.isSpent()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a route is to ask the cheapest of its models because a budget is spent.
	 * @param route the route's name
	 * @param tags the caller's tags
	 * @return whether it is
	 */
	public boolean wantCheapest(String route, Map<String, String> tags) {
		for (BudgetAccount account : this.accounts) {
			Budget budget = account.budget();
			if (budget.whenSpent() == Budget.WhenSpent.CHEAPEST && budget.scope().covers(route, tags)
					&& account.isSpent()) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void spent(Spent spent) {
		this.estimate.learn(spent);
		Cost cost = spent.cost();
		if (cost == null || cost.amount().signum() == 0) {
			return;
		}
		for (BudgetAccount account : this.accounts) {
			if (account.budget().scope().covers(spent.address().provider(), spent.route(), spent.tags())) {
				account.charge(cost);
			}
		}
	}

	/**
	 * Budgets that count a call.
	 */
	List<BudgetAccount> of(String provider, @Nullable String route, Map<String, String> tags) {
		List<BudgetAccount> covering = List.of();
		for (BudgetAccount account : this.accounts) {
			if (account.budget().scope().covers(provider, route, tags)) {
				covering = covering.isEmpty() ? new ArrayList<>(2) : covering;
				covering.add(account);
			}
		}
		return covering;
	}

	/**
	 * What a call will cost at most, or {@code null} where nobody knows.
	 */
	@Nullable Cost estimate(ModelAddress address, ChatRequest request) {
		return this.estimate.of(address, request);
	}

	/**
	 * Likewise of a request for vectors.
	 */
	@Nullable Cost estimate(ModelAddress address, EmbeddingRequest request) {
		return this.estimate.of(address, request);
	}

}
