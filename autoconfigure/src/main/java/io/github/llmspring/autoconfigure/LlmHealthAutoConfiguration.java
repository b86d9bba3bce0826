package io.github.llmspring.autoconfigure;

import io.github.llmspring.autoconfigure.health.LlmHealthContributor;
import io.github.llmspring.autoconfigure.health.ProbeSettings;
import io.github.llmspring.autoconfigure.report.Addressed;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the health of providers, routes and the default model.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ ModelRouter.class, EmbeddingRouter.class, CandidateHealth.class })
@ConditionalOnEnabledHealthIndicator("llm")
public final class LlmHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "llmHealthContributor", "llmHealthIndicator" })
	LlmHealthContributor llmHealthContributor(ModelRouter router, EmbeddingRouter vectors, CandidateHealth health,
			LlmProperties properties, Environment environment) {
		Addressed addressed = new Addressed(router, vectors);
		if (addressed.entries().containsKey(LlmHealthContributor.DEFAULT_MODEL)) {
			throw new InvalidLlmConfigurationException("llm.providers." + LlmHealthContributor.DEFAULT_MODEL, null,
					null, "A bean of this name is a provider, and the health of the default model has the name.",
					"Call the bean by another name.");
		}
		HealthProperties.Probe probe = properties.getHealth().getProbe();
		if (!probe.isEnabled()) {
			return new LlmHealthContributor(addressed, health);
		}
		PositiveValues values = new PositiveValues(ConfigurationOrigins.of(environment), "llm.health.probe.");
		return new LlmHealthContributor(addressed, health, new ProbeSettings(values.time("timeout", probe.getTimeout()),
				values.time("interval", probe.getInterval())));
	}

}
