package io.github.llmspring.autoconfigure;

import io.github.llmspring.ChatClient;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application's tests can put a mock in the place of the client.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = { "llm.providers.one.type=simulated",
		"llm.providers.two.type=simulated", "llm.default-model=one" })
class MockedClientTests {

	@MockitoBean
	private ChatClient mock;

	@Test
	void mockIsInjected(@Autowired ChatClient client) {
		assertThat(client).isSameAs(this.mock);
		assertThat(Mockito.mockingDetails(client).isMock()).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LlmAutoConfiguration.class)
	static class Application {

	}

}
