package io.github.llmspring.observation;

import java.net.URI;

import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how services are named in metrics and traces.
 */
class ObservedServiceTests {

	@ParameterizedTest
	@CsvSource({ "https://api.acme.example/v1, api.acme.example, 443", "http://gpu-1/v1, gpu-1, 80",
			"http://127.0.0.1:8000/v1, 127.0.0.1, 8000" })
	void portIsTheUsualOneWhereTheAddressHasNone(URI address, String host, int port) {
		assertThat(ObservedService.of("acme", address)).isEqualTo(new ObservedService("acme", host, port));
	}

	@Test
	void addressWithoutAHostIsNotKnown() {
		assertThat(ObservedService.of("acme", URI.create("http://gpu_1/v1"))).isEqualTo(ObservedService.named("acme"));
	}

	@ParameterizedTest
	@CsvSource({ "openai, openai", "azure-openai, azure.ai.openai", "azure-foundry, azure.ai.inference",
			"anthropic, anthropic", "gemini, gcp.gemini", "vertex, gcp.vertex_ai", "vertex-anthropic, gcp.vertex_ai",
			"bedrock, aws.bedrock", "bedrock-mantle, aws.bedrock", "mistral, mistral_ai", "moonshot, moonshot_ai",
			"xai, x_ai", "cohere, cohere", "deepseek, deepseek", "groq, groq", "perplexity, perplexity",
			"ollama, ollama" })
	void presetsAreNamedByTheListOfTheConventions(String preset, String name) {
		Preset known = Presets.load(Preset.class.getClassLoader()).get(preset);
		assertThat(known.telemetryName()).isEqualTo(name);
	}

}
