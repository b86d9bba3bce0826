package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.Map;

import io.github.llmspring.ChatClient;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostVariableTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final URI USUAL = URI.create("http://localhost:11434");

	private static URI address(String preset, String value) {
		MockEnvironment environment = new MockEnvironment();
		if (value != null) {
			environment.setProperty("OLLAMA_HOST", value);
		}
		PropertyTexts texts = new PropertyTexts(ConfigurationOrigins.of(environment));
		return new HostVariable(environment, texts).address(PRESETS.get(preset), USUAL);
	}

	@ParameterizedTest
	@CsvSource({ "gpu-1, http://gpu-1:11434", "gpu-1:8080, http://gpu-1:8080", ":8080, http://localhost:8080",
			"0.0.0.0, http://localhost:11434", "0.0.0.0:8080, http://localhost:8080",
			"[::]:8080, http://localhost:8080", "[::1]:8080, http://[::1]:8080", "' gpu-1 ', http://gpu-1:11434",
			"https://ollama.example, https://ollama.example", "http://gpu-1:80/ollama, http://gpu-1:80/ollama" })
	void variableNamesWhatIsNotUsual(String value, URI address) {
		assertThat(address("ollama", value)).isEqualTo(address);
	}

	@Test
	void serviceStaysWhereItIsWithoutAVariable() {
		assertThat(address("ollama", null)).isEqualTo(USUAL);
		assertThat(address("ollama", "  ")).isEqualTo(USUAL);
		assertThat(address("vllm", "gpu-1")).isEqualTo(USUAL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://gpu-1", "gpu 1", "http://user:secret@gpu-1" })
	void whatIsNoHostIsRefusedByTheNameOfTheVariable(String value) {
		assertThatExceptionOfType(InvalidLlmConfigurationException.class).isThrownBy(() -> address("ollama", value))
			.withMessageContaining("'OLLAMA_HOST'")
			.withMessageNotContaining("secret");
	}

	@Test
	void variableCountsWhereNoAddressIsConfigured() {
		try (FakeService service = FakeService.answering(); FakeService other = FakeService.answering()) {
			ApplicationContextRunner runner = new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
				.withPropertyValues("llm.providers.ollama.model=qwen", "llm.providers.ollama.wire-format=openai-chat",
						"OLLAMA_HOST=" + service.url().replaceAll("http://|/v1", ""));
			runner.run((context) -> context.getBean(ChatClient.class).prompt("Hello").call());
			assertThat(service.call().path()).isEqualTo("/v1/chat/completions");
			runner.withPropertyValues("llm.providers.ollama.base-url=" + other.url())
				.run((context) -> context.getBean(ChatClient.class).prompt("Hello").call());
			assertThat(other.calls()).hasSize(1);
			assertThat(service.calls()).hasSize(1);
		}
	}

}
