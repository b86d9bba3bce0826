package io.github.llmspring.autoconfigure;

import io.github.llmspring.ChatClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LlmAutoConfiguration}.
 */
class LlmAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class));

	@Test
	void clientOfASimulatedProviderIsInjectable() {
		this.runner.withPropertyValues("llm.providers.sim.type=simulated")
			.run((context) -> assertThat(context.getBean(ChatClient.class).prompt("Hello").content())
				.contains("echo of sim", "Hello"));
	}

}
