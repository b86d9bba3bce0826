package io.github.llmspring.http;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where the name of an exchange is found.
 */
class RequestIdTests {

	@ParameterizedTest
	@CsvSource({ "openai-compatible, mistral-correlation-id", "openai-compatible, cf-ray",
			"openrouter, x-generation-id", "bedrock-mantle, x-amzn-requestid", "azure-openai, apim-request-id" })
	void anyUsualHeaderNamesTheExchange(String preset, String header) {
		assertThat(requestId(preset, header + ": r1\r\n")).isEqualTo("r1");
	}

	@ParameterizedTest
	@CsvSource({ "openai-compatible", "azure-openai", "openrouter" })
	void theServiceOutranksWhatStandsBeforeIt(String preset) {
		assertThat(requestId(preset, "cf-ray: r3\r\napim-request-id: r2\r\nx-request-id: r1\r\n")).isEqualTo("r1");
	}

	private static String requestId(String preset, String headers) {
		String answer = RawServer.json("200 OK", """
				{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}""");
		try (RawServer server = RawServer.answering(answer.replaceFirst("\r\n", "\r\n" + headers))) {
			ProviderSettings settings = ProviderSettings
				.builder("p", Presets.load(RequestIdTests.class.getClassLoader()).get(preset))
				.wireFormat("openai-chat")
				.baseUrl(server.uri())
				.apiKey(() -> Secret.of("key"))
				.build();
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				return ((ChatEvent.Completed) HttpChatProvider.of(settings, connections)
					.send(ChatRequest.builder().model("m").message(Message.user("x")).build())
					.blockLast()).response().requestId();
			}
		}
	}

}
