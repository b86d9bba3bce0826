package io.github.llmspring.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LlmSanitizingAutoConfiguration}.
 */
class LlmSanitizingAutoConfigurationTests {

	private static final String CANARY = "sk-CANARY-4f7a";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmSanitizingAutoConfiguration.class,
				EnvironmentEndpointAutoConfiguration.class,
				ConfigurationPropertiesReportEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*",
				"management.endpoints.jmx.exposure.include=*", "management.endpoint.env.show-values=always",
				"management.endpoint.configprops.show-values=always")
		.withPropertyValues("llm.default-model=openai", "llm.providers.openai.api-key=" + CANARY,
				"llm.providers.openai.model=shown-model", "llm.providers.openai.timeout.first-token=59s",
				"llm.providers[vllm].api-key=" + CANARY + "-vllm", "llm.providers.vllm.headers.X-Token=" + CANARY,
				"llm.providers.vllm.proxy=http://user:" + CANARY + "-proxy@localhost:3128");

	@Test
	void keysAreNotInTheEnvironment() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("LLM_PROVIDERS_VLLM_APIKEY", CANARY, "GROQ_API_KEY", CANARY + "-groq"))))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("arguments",
						Map.of("sun.java.command", "app --llm.providers.openai.api-key=" + CANARY, "my.key", CANARY))))
			.withPropertyValues("llm.providers.groq.model=llama", "llm.providers.cerebras.api-key=${my.key}")
			.run((context) -> {
				String environment = json(context.getBean(EnvironmentEndpoint.class).environment(null));
				assertThat(environment).doesNotContain(CANARY)
					.contains("shown-model", "59s", "GROQ_API_KEY", "LLM_PROVIDERS_VLLM_APIKEY",
							"app --llm.providers.openai.api-key=******");
			});
	}

	@Test
	void variableThatASecretHeaderRefersToIsNotShown() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("elsewhere", Map.of("my.pass", "gateway-secret", "my.team", "search"))))
			.withPropertyValues("llm.providers.vllm.headers.Authorization=Bearer ${my.pass}",
					"llm.providers.vllm.headers.X-Team=${my.team}", "llm.providers.vllm.headers.X-Token-Use=on")
			.run((context) -> {
				String shown = json(context.getBean(EnvironmentEndpoint.class).environment(null));
				assertThat(shown).doesNotContain("gateway-secret").contains("my.pass", "\"search\"");
			});
	}

	@Test
	void passwordOfTheSharedRedisIsShownNowhere() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("elsewhere", Map.of("my.redis.pass", CANARY + "-redis"))))
			.withPropertyValues("llm.shared.redis.url=redis://user:${my.redis.pass}@127.0.0.1:1")
			.run((context) -> {
				String shown = json(context.getBean(EnvironmentEndpoint.class).environment(null))
						+ json(context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
				assertThat(shown).doesNotContain(CANARY).contains("my.redis.pass", "llm.shared.redis.url");
			});
	}

	@Test
	void keysAreNotInTheProperties() {
		this.runner.run((context) -> {
			String properties = json(
					context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
			assertThat(properties).doesNotContain(CANARY).contains("shown-model", "llmspring", "X-Token");
		});
	}

	@Test
	void withoutTheFunctionTheKeyWouldBeShown() {
		this.runner
			.withInitializer((context) -> context.addBeanFactoryPostProcessor(
					(beans) -> ((org.springframework.beans.factory.support.BeanDefinitionRegistry) beans)
						.removeBeanDefinition("llmSanitizingFunction")))
			.run((context) -> assertThat(json(context.getBean(EnvironmentEndpoint.class).environment(null)))
				.contains(CANARY));
	}

	@Test
	void actuatorIsOptional() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmSanitizingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(LlmSanitizingAutoConfiguration.class)
				.hasBean("llmChatClient"));
	}

	@Test
	void functionDoesNotNeedProviders() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmSanitizingAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(SanitizingFunction.class));
	}

	private static String json(Object descriptor) {
		return JsonMapper.shared().writeValueAsString(descriptor);
	}

}
