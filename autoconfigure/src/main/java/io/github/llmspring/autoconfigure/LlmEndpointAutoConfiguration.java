package io.github.llmspring.autoconfigure;

import io.github.llmspring.autoconfigure.endpoint.LlmEndpoint;
import io.github.llmspring.autoconfigure.endpoint.LlmEndpointSection;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.http.Presets;
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
@ConditionalOnBean({ ModelRouter.class, CandidateHealth.class })
@ConditionalOnAvailableEndpoint(endpoint = LlmEndpoint.class)
public final class LlmEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LlmEndpoint llmEndpoint(ModelRouter router, CandidateHealth health, ObjectProvider<LlmEndpointSection> sections) {
		return new LlmEndpoint(router, health,
				Presets.load(LlmEndpointAutoConfiguration.class.getClassLoader()).keySet(),
				sections.orderedStream().toList());
	}

}
