package io.github.llmspring.http;

import java.net.URI;
import java.util.Map;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that services which speak the format of responses do so with their preset, some
 * by themselves, others when a provider's wire format says it.
 */
class ResponsesPresetsTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final String ANSWER = """
			{"id":"r1","status":"completed","model":"m1-2026","output":[{"type":"message","role":"assistant",
			"content":[{"type":"output_text","text":"Hi"}]}],"usage":{"input_tokens":3,"output_tokens":1}}""";

	private static final String INCLUDE = ",\"include\":[\"reasoning.encrypted_content\"]";

	private static final String SERVICES = """
			openai            | Authorization | gpt-5-mini     | false | true
			openai            | Authorization | o3             | false | true
			openai            | Authorization | gpt-5-chat     | false | false
			openai            | Authorization | gpt-4.1        | true  | false
			azure-openai      | api-key       | gpt-5-mini     | false | true
			azure-openai      | api-key       | my-deployment  | true  | false
			xai               | Authorization | grok-4.3       | true  | true
			xai               | Authorization | grok-3         | true  | false
			bedrock-mantle    | Authorization | openai.gpt-5.6 | true  | true
			bedrock-mantle    | Authorization | openai.gpt-oss | true  | false
			deepseek          | Authorization | deepseek-x     | true  | false
			openrouter        | Authorization | openai/gpt-5.6 | true  | true
			openrouter        | Authorization | openai/gpt-4.1 | true  | false
			groq              | Authorization | gpt-oss        | true  | false
			vllm              | Authorization | qwen3          | true  | false
			llama-cpp         | Authorization | qwen3          | true  | false
			lm-studio         | Authorization | qwen3          | true  | false
			openai-compatible | Authorization | qwen3          | true  | false
			""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = SERVICES)
	void wholeAnswerIsAskedForAndRead(String name, String header, String model, boolean warm, boolean encrypted)
			throws Exception {
		Preset preset = PRESETS.get(name);
		String path = path(preset);
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", ANSWER))) {
			ProviderSettings settings = settings(preset, server.uri().resolve(path));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				ChatResponse response = ChatClient.of(HttpChatProvider.of(settings, connections))
					.withModel(model)
					.prompt("Hello")
					.system("Be brief")
					.options(ChatOptions.builder().maxOutputTokens(77).temperature(0.5).build())
					.call();
				assertThat(response.content()).isEqualTo("Hi");
				assertThat(response.model()).isEqualTo("m1-2026");
				assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
				assertThat(response.usage().totalTokens()).isEqualTo(4);
				assertThat(response.warnings()).hasSize(warm ? 0 : 1);
			}
			RawServer.Request request = server.takeRequest();
			String ofMantle = encrypted ? "openai/v1/responses" : "v1/responses";
			assertThat(request.line())
				.isEqualTo("POST " + path + (name.equals("bedrock-mantle") ? ofMantle : "responses") + " HTTP/1.1");
			assertThat(request.headers()).containsEntry(header, header.equals("Authorization") ? "Bearer k1" : "k1");
			JsonNode body = MAPPER.readTree(request.body());
			String temperature = warm ? ",\"temperature\":0.5" : "";
			assertThat(body).isEqualTo(MAPPER.readTree("""
					{"model":"%s","instructions":"Be brief","input":[{"role":"user","content":"Hello"}],"store":false,
					"max_output_tokens":77%s%s}""".formatted(model, encrypted ? INCLUDE : "", temperature)));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = SERVICES)
	void streamIsAskedForAndRead(String name, String header, String model) throws Exception {
		Preset preset = PRESETS.get(name);
		String frames = RawServer.eventStream("""
				{"type":"response.output_text.delta","output_index":0,"delta":"H"}""", """
				{"type":"response.output_text.delta","output_index":0,"delta":"i"}""",
				"{\"type\":\"response.completed\",\"response\":" + ANSWER.replace("\n", "") + "}");
		try (RawServer server = RawServer.answering(frames)) {
			ProviderSettings settings = settings(preset, server.uri().resolve(path(preset)));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				ChatClient client = ChatClient.of(HttpChatProvider.of(settings, connections)).withModel(model);
				assertThat(client.prompt("Hello").stream().content().collectList().block()).containsExactly("H", "i");
			}
			JsonNode body = MAPPER.readTree(server.takeRequest().body());
			assertThat(body.path("stream").asBoolean()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "openai", "azure-openai", "xai" })
	void someSpeakItByThemselves(String name) {
		Preset preset = PRESETS.get(name);
		ProviderSettings.Builder settings = ProviderSettings.builder("x", preset)
			.baseUrl(URI.create("http://127.0.0.1"));
		assertThat(settings.build().wireFormat()).isEqualTo("openai-responses");
		assertThat(settings.wireFormat("openai-chat").build().wireFormat()).isEqualTo("openai-chat");
	}

	private static String path(Preset preset) {
		String path = URI.create(preset.baseUrlExample().replaceAll("[<>]", "")).getRawPath();
		return path.endsWith("/") ? path : path + "/";
	}

	private static ProviderSettings settings(Preset preset, URI baseUrl) {
		return ProviderSettings.builder("x", preset)
			.wireFormat("openai-responses")
			.baseUrl(baseUrl)
			.apiKey(() -> Secret.of("k1"))
			.build();
	}

}
