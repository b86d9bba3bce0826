package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.autoconfigure.endpoint.LlmEndpoint;
import io.github.llmspring.autoconfigure.endpoint.LlmEndpointSection;
import io.github.llmspring.autoconfigure.report.Addressed;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.SpendingLedger;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.http.Presets;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint {@code llm}.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ ModelRouter.class, EmbeddingRouter.class, CandidateHealth.class })
@ConditionalOnAvailableEndpoint(endpoint = LlmEndpoint.class)
public final class LlmEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LlmEndpoint llmEndpoint(ModelRouter router, EmbeddingRouter vectors, CandidateHealth health,
			ObjectProvider<SpendingLedger> spending, ObjectProvider<Budgets> budgets, ObjectProvider<Models> models,
			ObjectProvider<LlmEndpointSection> sections) {
		List<LlmEndpointSection> all = new ArrayList<>();
		spending.ifAvailable((ledger) -> all.add(LlmEndpointSection.spending(ledger)));
		budgets.ifAvailable((known) -> all.add(LlmEndpointSection.budgets(known)));
		models.ifAvailable((known) -> all.add(LlmEndpointSection.catalog(known)));
		sections.orderedStream().forEach(all::add);
		return new LlmEndpoint(new Addressed(router, vectors), health,
				Presets.load(LlmEndpointAutoConfiguration.class.getClassLoader()).keySet(), all);
	}

}
