package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.ChatClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that leaves {@link LlmAutoConfiguration} out, as tests of other
 * parts of it do.
 */
class ExcludedAutoConfigurationTests {

	private static final String OURS = ClassUtils.getPackageName(LlmAutoConfiguration.class);

	@Test
	void otherAutoConfigurationsStandBackWithoutTheMainOne() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(withoutTheMainOne()))
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
			.withUserConfiguration(ConversationTests.Database.class)
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("llm.providers.openai.api-key=sk-CANARY-4f7a", "llm.providers.openai.model=",
					"llm.logging.enabled=true", "llm.conversation.store=jdbc",
					"llm.conversation.jdbc.initialize-schema=always", "management.endpoints.web.exposure.include=llm")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ChatClient.class);
				assertThat(context).hasSingleBean(SimpleMeterRegistry.class);
			});
	}

	private static Class<?>[] withoutTheMainOne() {
		ClassLoader classLoader = ExcludedAutoConfigurationTests.class.getClassLoader();
		List<String> names = ImportCandidates.load(AutoConfiguration.class, classLoader).getCandidates();
		Class<?>[] others = names.stream()
			.filter((name) -> name.startsWith(OURS) && !name.equals(LlmAutoConfiguration.class.getName()))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.toArray(Class<?>[]::new);
		assertThat(others).hasSizeGreaterThan(7);
		return others;
	}

}
