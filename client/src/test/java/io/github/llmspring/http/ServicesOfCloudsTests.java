package io.github.llmspring.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of services that offer the models of others: each request is compared as a whole.
 */
class ServicesOfCloudsTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final String CHAT = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

	private static final String CHAT_STREAM = RawServer.eventStream("""
			{"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}""", "[DONE]");

	private static final String MESSAGE = """
			{"type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"}""";

	private static final String MESSAGE_STREAM = RawServer.eventStream("""
			{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hi"}}""", """
			{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", "{\"type\":\"message_stop\"}");

	private static final String GENERATED = """
			{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}]}""";

	private static final String VERTEX = "/v1/projects/p/locations/europe-west1/publishers/anthropic";

	@Test
	void deploymentOfAzureStandsInThePath() throws Exception {
		RawServer.Request request = whole("azure-openai-dated", null, "/openai", "my deployment/1", CHAT,
				ChatPrompt::content);
		assertThat(request.line())
			.isEqualTo("POST /openai/deployments/my%20deployment%2F1/chat/completions?api-version=2024-10-21 HTTP/1.1");
		assertThat(request.headers()).containsEntry("api-key", "k1").doesNotContainKey("Authorization");
		assertThat(MAPPER.readTree(request.body())).isEqualTo(MAPPER.readTree("""
				{"model":"my deployment/1","messages":[{"role":"user","content":"Hello"}]}"""));
	}

	@Test
	void streamOfADeploymentIsAskedForAtTheSamePlace() throws Exception {
		RawServer.Request request = stream("azure-openai-dated", null, "/openai", "gpt-5-mini", CHAT_STREAM);
		assertThat(request.line())
			.isEqualTo("POST /openai/deployments/gpt-5-mini/chat/completions?api-version=2024-10-21 HTTP/1.1");
		assertThat(MAPPER.readTree(request.body())).isEqualTo(MAPPER.readTree("""
				{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hello"}],"stream":true,
				"stream_options":{"include_usage":true}}"""));
	}

	@Test
	void deploymentNamedAfterAReasoningModelTakesWhatThatModelTakes() throws Exception {
		RawServer.Request request = whole("azure-openai-dated", null, "/openai", "gpt-5-mini", CHAT,
				(prompt) -> prompt.system("Be brief")
					.options(ChatOptions.builder().maxOutputTokens(77).temperature(0.5).build())
					.content());
		assertThat(MAPPER.readTree(request.body())).isEqualTo(MAPPER.readTree("""
				{"model":"gpt-5-mini","messages":[{"role":"developer","content":"Be brief"},
				{"role":"user","content":"Hello"}],"max_completion_tokens":77}"""));
	}

	@Test
	void versionInTheAddressCounts() throws Exception {
		RawServer.Request request = whole("azure-openai-dated", null, "/openai?api-version=2025-03-01-preview", "m1",
				CHAT, ChatPrompt::content);
		assertThat(request.line())
			.isEqualTo("POST /openai/deployments/m1/chat/completions?api-version=2025-03-01-preview HTTP/1.1");
	}

	@Test
	void deploymentMakesVectorsAtAPathOfItsOwn() throws Exception {
		String vectors = "{\"data\":[{\"index\":0,\"embedding\":[1.0]}]}";
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", vectors))) {
			ProviderSettings settings = settings(server, "azure-openai-dated", null, "/openai");
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				EmbeddingClient client = EmbeddingClient.of(HttpEmbeddingProvider.of(settings, connections));
				assertThat(client.withModel("small").embed("Hello").vector()).containsExactly(1.0f);
			}
			assertThat(server.takeRequest().line())
				.isEqualTo("POST /openai/deployments/small/embeddings?api-version=2024-10-21 HTTP/1.1");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"azure-openai-dated | /openai | /openai/models?api-version=2024-10-21 | {\"data\":[{\"id\":\"a\"}]}",
			"vertex-anthropic | /v1/projects/p/locations/l/publishers/anthropic | /v1beta1/publishers/anthropic/models | {\"publisherModels\":[{\"name\":\"publishers/anthropic/models/a\"}]}",
			"aws-anthropic | /v1 | /v1/models?limit=1000 | {\"data\":[{\"id\":\"a\"}]}",
			"bedrock-mantle | | /v1/models | {\"data\":[{\"id\":\"a\"}]}" })
	void modelsAreListedWhereTheServiceListsThem(String name, String base, String path, String answer)
			throws Exception {
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", answer))) {
			ProviderSettings settings = settings(server, name, null, (base != null) ? base : "");
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				assertThat(HttpChatProvider.of(settings, connections).models().block())
					.extracting((model) -> model.id())
					.containsExactly("a");
			}
			assertThat(server.takeRequest().line()).isEqualTo("GET " + path + " HTTP/1.1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "azure-anthropic", "vertex-express", "minimax-chat" })
	void serviceWithoutAListSaysSo(String name) throws Exception {
		try (RawServer server = RawServer.answering(RawServer.json("404 Not Found", "{}"))) {
			ProviderSettings settings = settings(server, name, null, "");
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> HttpChatProvider.of(settings, connections).models().block())
					.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED));
			}
		}
	}

	@Test
	void claudeOnVertexStandsInThePathAndItsVersionInTheBody() throws Exception {
		RawServer.Request request = whole("vertex-anthropic", null, VERTEX, "claude-sonnet-4-5@20250929", MESSAGE,
				ChatPrompt::content);
		assertThat(request.line())
			.isEqualTo("POST " + VERTEX + "/models/claude-sonnet-4-5@20250929:rawPredict HTTP/1.1");
		assertThat(request.headers()).containsEntry("Authorization", "Bearer k1")
			.doesNotContainKeys("anthropic-version", "x-api-key");
		assertThat(MAPPER.readTree(request.body())).isEqualTo(MAPPER.readTree("""
				{"anthropic_version":"vertex-2023-10-16","max_tokens":64000,
				"messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]}"""));
	}

	@Test
	void streamOfClaudeOnVertexHasAPathOfItsOwn() throws Exception {
		RawServer.Request request = stream("vertex-anthropic", null, VERTEX, "claude-opus-5", MESSAGE_STREAM);
		assertThat(request.line()).isEqualTo("POST " + VERTEX + "/models/claude-opus-5:streamRawPredict HTTP/1.1");
		assertThat(request.headers()).containsEntry("Accept", "text/event-stream");
		assertThat(MAPPER.readTree(request.body())).isEqualTo(MAPPER.readTree("""
				{"anthropic_version":"vertex-2023-10-16","max_tokens":128000,"stream":true,
				"messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]}"""));
	}

	@Test
	void claudeOnVertexIsMadeToCallAToolWithAnAnswerOfAForm() throws Exception {
		String answer = """
				{"type":"message","content":[{"type":"tool_use","id":"a","name":"final_json_answer","input":{"name":"Ann"}}],
				"stop_reason":"tool_use"}""";
		RawServer.Request request = whole("vertex-anthropic", null, VERTEX, "claude-sonnet-4-5@20250929", answer,
				(prompt) -> prompt.call(Person.class).entity().name());
		JsonNode body = MAPPER.readTree(request.body());
		assertThat(body.has("output_config")).isFalse();
		assertThat(body.at("/tool_choice/name").asString()).isEqualTo("final_json_answer");
		assertThat(body.at("/tools/0/input_schema/properties/name/type").asString()).isEqualTo("string");
	}

	@Test
	void claudeOnVertexTakesNoMediaByAddress() {
		Media image = Media.of("image/png", URI.create("https://example.org/a.png"));
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> whole("vertex-anthropic", null, VERTEX, "claude-opus-5", MESSAGE,
					(prompt) -> prompt.attach(image).content()))
			.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED))
			.withMessageContaining("Fetch it and attach its bytes.");
	}

	@ParameterizedTest
	@CsvSource({ "aws-anthropic,,/v1,/v1/messages,Authorization,Bearer k1,claude-opus-5",
			"azure-anthropic,,/anthropic/v1,/anthropic/v1/messages,x-api-key,k1,claude-opus-5",
			"bedrock-mantle,anthropic,'',/anthropic/v1/messages,Authorization,Bearer k1,anthropic.claude-opus-5" })
	void claudeOnOtherCloudsIsAskedAsAtHome(String name, String wireFormat, String base, String path, String header,
			String key, String model) throws Exception {
		RawServer.Request request = whole(name, wireFormat, base, model, MESSAGE,
				(prompt) -> prompt
					.options(ChatOptions.builder().temperature(0.5).reasoning(ReasoningControl.of(Effort.HIGH)).build())
					.content());
		assertThat(request.line()).isEqualTo("POST " + path + " HTTP/1.1");
		assertThat(request.headers()).containsEntry(header, key)
			.containsEntry("anthropic-version", "2023-06-01")
			.containsEntry("anthropic-workspace-id", "wrkspc_01");
		assertThat(MAPPER.readTree(request.body())).isEqualTo(MAPPER.readTree("""
				{"model":"%s","max_tokens":128000,"thinking":{"type":"adaptive","display":"summarized"},
				"output_config":{"effort":"high"},
				"messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]}""".formatted(model)));
		RawServer.Request streamed = stream(name, wireFormat, base, model, MESSAGE_STREAM);
		assertThat(streamed.line()).isEqualTo("POST " + path + " HTTP/1.1");
		assertThat(MAPPER.readTree(streamed.body()).path("stream").asBoolean()).isTrue();
	}

	@Test
	void openModelsOfMantleAreAskedForChatCompletions() throws Exception {
		RawServer.Request request = whole("bedrock-mantle", null, "", "openai.gpt-oss-120b", CHAT, ChatPrompt::content);
		assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
		assertThat(stream("bedrock-mantle", null, "/", "openai.gpt-oss-120b", CHAT_STREAM).line())
			.isEqualTo("POST /v1/chat/completions HTTP/1.1");
	}

	@Test
	void expressModeOfVertexTakesAKeyAndNoProject() throws Exception {
		RawServer.Request request = whole("vertex-express", null, "/v1/publishers/google", "gemini-2.5-flash",
				GENERATED, ChatPrompt::content);
		assertThat(request.line())
			.isEqualTo("POST /v1/publishers/google/models/gemini-2.5-flash:generateContent HTTP/1.1");
		assertThat(request.headers()).containsEntry("x-goog-api-key", "k1").doesNotContainKey("Authorization");
	}

	@ParameterizedTest
	@CsvSource({ "azure-foundry,gpt-5-mini,max_completion_tokens", "azure-foundry,gpt-4o,max_completion_tokens",
			"azure-foundry,gpt-oss-120b,max_tokens", "azure-foundry,grok-4,max_tokens",
			"github-models,openai/gpt-5-mini,max_completion_tokens", "github-models,openai/gpt-4.1,max_tokens",
			"github-models,deepseek/deepseek-r1,max_tokens" })
	void limitOfTokensIsCalledWhatTheModelCallsIt(String name, String model, String field) throws Exception {
		RawServer.Request request = whole(name, null, "", model, CHAT,
				(prompt) -> prompt.options(ChatOptions.builder().maxOutputTokens(77).build()).content());
		JsonNode body = MAPPER.readTree(request.body());
		assertThat(body.path(field).asInt()).isEqualTo(77);
		assertThat(List.of("max_tokens", "max_completion_tokens")).filteredOn(body::has).containsExactly(field);
	}

	private static RawServer.Request whole(String preset, String wireFormat, String base, String model, String answer,
			Function<ChatPrompt, String> call) throws Exception {
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", answer))) {
			ProviderSettings settings = settings(server, preset, wireFormat, base);
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				String content = call
					.apply(ChatClient.of(HttpChatProvider.of(settings, connections)).withModel(model).prompt("Hello"));
				assertThat(content).isIn("Hi", "Ann");
			}
			return server.takeRequest();
		}
	}

	private static RawServer.Request stream(String preset, String wireFormat, String base, String model, String answer)
			throws Exception {
		try (RawServer server = RawServer.answering(answer)) {
			ProviderSettings settings = settings(server, preset, wireFormat, base);
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				assertThat(ChatClient.of(HttpChatProvider.of(settings, connections))
					.withModel(model)
					.prompt("Hello")
					.stream()
					.content()
					.collectList()
					.block()).containsExactly("Hi");
			}
			return server.takeRequest();
		}
	}

	private static ProviderSettings settings(RawServer server, String preset, String wireFormat, String base) {
		return ProviderSettings.builder("x", PRESETS.get(preset))
			.wireFormat(wireFormat)
			.baseUrl(server.uri().resolve(base))
			.apiKey(() -> Secret.of("k1"))
			.headers(Map.of("anthropic-workspace-id", "wrkspc_01"))
			.build();
	}

	record Person(String name) {
	}

}
