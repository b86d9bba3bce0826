package io.github.llmspring.autoconfigure.metrics;

import io.github.llmspring.autoconfigure.LlmAutoConfiguration;
import io.github.llmspring.autoconfigure.LlmProperties;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.observation.metrics.LlmBuckets;
import io.github.llmspring.observation.metrics.LlmMeters;
import io.github.llmspring.routing.ModelRouter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the meters of calls, where the application measures anything.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, ModelRouter.class })
@ConditionalOnBooleanProperty(name = "llm.observation.enabled", matchIfMissing = true)
public final class LlmMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LlmBuckets llmBuckets() {
		return new LlmBuckets();
	}

	/**
	 * The first of the handlers that make meters of observations: Spring Boot gives each
	 * observation to the first that takes it.
	 */
	@Bean
	@Order(0)
	@ConditionalOnMissingBean
	LlmMeters llmMeters(MeterRegistry registry, LlmProperties properties, CandidateHealth health) {
		return new LlmMeters(registry, properties.getObservation().getNames(), health);
	}

	@Bean
	SpendingMeters llmSpendingMeters(MeterRegistry registry, LlmProperties properties) {
		return new SpendingMeters(registry, properties.getObservation().getCostTags());
	}

	@Bean
	BudgetMeters llmBudgetMeters(Budgets budgets) {
		return new BudgetMeters(budgets);
	}

}
