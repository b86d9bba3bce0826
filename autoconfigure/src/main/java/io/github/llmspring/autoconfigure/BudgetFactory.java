package io.github.llmspring.autoconfigure;

import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.budget.Budget;
import io.github.llmspring.budget.BudgetSharing;
import io.github.llmspring.budget.BudgetWarning;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.memory.TokenEstimate;
import io.github.llmspring.routing.Route;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Makes the budgets of what is configured under {@code llm.budgets}.
 */
final class BudgetFactory {

	private final LlmProperties properties;

	private final ConfiguredProviders configured;

	private final ConfigurableListableBeanFactory beans;

	private final ConfigurationOrigins origins;

	BudgetFactory(LlmProperties properties, ConfiguredProviders configured, ConfigurableListableBeanFactory beans,
			ConfigurationOrigins origins) {
		this.properties = properties;
		this.configured = configured;
		this.beans = beans;
		this.origins = origins;
	}

	/**
	 * Makes the budgets.
	 * @param pricing knows the prices
	 * @param sharing tells other applications
	 * @param publisher publishes warnings as events of the application
	 * @return the budgets, possibly none
	 */
	Budgets create(Pricing pricing, BudgetSharing sharing, ApplicationEventPublisher publisher) {
		BudgetReader reader = new BudgetReader(new PropertyTexts(this.origins), currency(pricing), providers(),
				this.configured.routes().stream().map(Route::name).toList());
		List<Budget> budgets = this.properties.getBudgets()
			.entrySet()
			.stream()
			.map((budget) -> reader.read(budget.getKey(), budget.getValue()))
			.toList();
		// a listener of the application may wait
		Consumer<BudgetWarning> warnings = (warning) -> Schedulers.boundedElastic()
			.schedule(() -> publisher.publishEvent(warning));
		return Budgets.of(budgets, pricing, TokenEstimate::of, sharing, warnings);
	}

	/**
	 * Currency of all prices, {@code null} where the application brings its own prices.
	 */
	private static @Nullable Currency currency(Pricing pricing) {
		return (pricing instanceof CatalogPricing) ? Currency.getInstance("USD") : null;
	}

	private Set<String> providers() {
		Set<String> ids = new TreeSet<>(this.configured.byId().keySet());
		ids.addAll(ProviderBeanNames.ofApplication(this.beans, ChatProvider.class));
		ids.addAll(ProviderBeanNames.ofApplication(this.beans, EmbeddingProvider.class));
		return ids;
	}

}
