package io.github.llmspring.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingOptions.InputType;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpEmbeddingProvider}.
 */
class HttpEmbeddingProviderTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private ProviderHttpClient connections;

	@AfterEach
	void closeConnections() {
		if (this.connections != null) {
			this.connections.close();
		}
	}

	private EmbeddingClient client(String preset, URI baseUrl, String model, int batch) {
		ProviderSettings settings = ProviderSettings.builder("acme", PRESETS.get(preset))
			.baseUrl(baseUrl)
			.embeddingModel(model)
			.embeddingBatch(batch)
			.apiKey(() -> Secret.of("secret-key-of-the-test"))
			.build();
		this.connections = new ProviderHttpClient(settings);
		return EmbeddingClient.of(HttpEmbeddingProvider.of(settings, this.connections));
	}

	@Test
	void vectorsComeInTheOrderOfTheTexts() throws Exception {
		String body = """
				{"data":[{"index":1,"embedding":[3,4.5e-1]},{"index":0,"embedding":"AACAPwAAAMA="}],"model":"m-1",
				"usage":{"prompt_tokens":2,"total_tokens":2}}""";
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", body))) {
			EmbeddingResponse response = client("openai", server.uri(), "m", 0)
				.withOptions(EmbeddingOptions.builder().dimensions(2).extra("user", "me").build())
				.embed("Ruby", "Python");
			assertThat(response.vectors()).containsExactly(new float[] { 1, -2 }, new float[] { 3, 0.45f });
			assertThat(response.inputTokens()).isEqualTo(2);
			assertThat(response.model()).isEqualTo("m-1");
			assertThat(response.provider()).isEqualTo("acme");
			RawServer.Request request = server.takeRequest();
			assertThat(request.line()).isEqualTo("POST /embeddings HTTP/1.1");
			assertThat(request.headers()).containsEntry("Authorization", "Bearer secret-key-of-the-test");
			assertThat(JSON.readTree(request.body())).isEqualTo(JSON.readTree("""
					{"model":"m","input":["Ruby","Python"],"dimensions":2,"encoding_format":"base64","user":"me"}"""));
		}
	}

	@Test
	void manyTextsAreSentInBatchesAndJoinedInOrder() {
		List<String> texts = IntStream.range(0, 23).mapToObj((i) -> "text " + i).toList();
		try (RawServer server = RawServer
			.playing((request, connection) -> connection.send(RawServer.json("200 OK", echo(request.body()))))) {
			EmbeddingResponse response = client("openai", server.uri(), "m", 3).embed(texts);
			assertThat(response.vectors()).extracting((vector) -> (int) vector[0])
				.containsExactlyElementsOf(IntStream.range(0, 23).boxed().toList());
			assertThat(response.inputTokens()).isEqualTo(23);
		}
	}

	private static String echo(String body) {
		List<String> vectors = new ArrayList<>();
		JsonNode texts = JSON.readTree(body).path("input");
		texts.forEach((text) -> vectors.add("{\"embedding\":[" + text.asString().substring(5) + "]}"));
		return "{\"data\":[" + String.join(",", vectors) + "],\"usage\":{\"prompt_tokens\":" + texts.size() + "}}";
	}

	@Test
	void vectorsAndRefusalsTellWhatIsLeftOfTheLimits() {
		String told = "\r\nx-ratelimit-limit-requests: 10\r\nx-ratelimit-remaining-requests: ";
		String vectors = "{\"data\":[{\"embedding\":[1]}]}";
		try (RawServer server = RawServer.answering(RawServer.json("200 OK" + told + "3", vectors))) {
			EmbeddingResponse response = client("openai", server.uri(), "m", 0).embed("text");
			assertThat(response.rateLimits().requests()).isEqualTo(new Allowance(10L, 3, null));
		}
		closeConnections();
		try (RawServer server = RawServer.answering(RawServer.json("429 Too Many Requests" + told + "0", "{}"))) {
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> client("openai", server.uri(), "m", 0).embed("text"))
				.satisfies((failure) -> assertThat(failure.rateLimits().requests())
					.isEqualTo(new Allowance(10L, 0, null)));
		}
	}

	@Test
	void blankTextIsRejectedWithoutARequest() {
		EmbeddingClient client = client("openai", URI.create("http://127.0.0.1:9"), "m", 0);
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.embed("good", " "))
			.withMessageContaining("text number 2 of 2 is blank")
			.extracting(LlmException::reason)
			.isEqualTo(Reason.INVALID_REQUEST);
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.embed(List.of()));
	}

	@Test
	void serviceWithoutEmbeddingsSaysWhatToDo() {
		for (String preset : List.of("anthropic", "groq", "deepseek", "xai", "cerebras", "moonshot")) {
			EmbeddingClient client = client(preset, URI.create("http://127.0.0.1:9"), "m", 0);
			assertThatExceptionOfType(LlmException.class).as(preset)
				.isThrownBy(() -> client.embed("text"))
				.withMessageContaining("llm.default-embedding-model")
				.extracting(LlmException::reason)
				.isEqualTo(Reason.UNSUPPORTED);
			closeConnections();
		}
	}

	@Test
	void refusalIsExplainedWithoutTheKey() {
		String body = "{\"error\":{\"message\":\"Incorrect key secret-key-of-the-test\",\"code\":\"invalid_api_key\"}}";
		try (RawServer server = RawServer.answering(RawServer.json("401 Unauthorized", body))) {
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> client("openai", server.uri(), "m", 0).embed("text"))
				.withMessageContaining("acme/m")
				.withMessageNotContaining("secret-key-of-the-test")
				.satisfies((failure) -> {
					assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION);
					assertThat(failure.status()).isEqualTo(401);
				});
		}
	}

	@Test
	void anotherNumberOfVectorsThanTextsIsNoAnswer() {
		try (RawServer server = RawServer
			.answering(RawServer.json("200 OK", "{\"data\":[{\"index\":0,\"embedding\":[1]}]}"))) {
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> client("openai", server.uri(), "m", 0).embed("one", "two"))
				.withMessageContaining("1 vectors for 2 texts")
				.extracting(LlmException::reason)
				.isEqualTo(Reason.MALFORMED_RESPONSE);
		}
	}

	@Test
	void missingModelNamesTheProperty() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> client("openai", URI.create("http://127.0.0.1:9"), null, 0).embed("text"))
			.withMessageContaining("llm.providers.acme.embedding-model");
	}

	@Test
	void typeOfInputIsSaidInTheWordsOfTheService() throws Exception {
		try (RawServer server = RawServer
			.answering(RawServer.json("200 OK", "{\"data\":[{\"index\":0,\"embedding\":[1]}]}"))) {
			EmbeddingOptions query = EmbeddingOptions.builder().inputType(InputType.QUERY).build();
			client("voyage", server.uri(), "m", 0).withOptions(query).embed("text");
			assertThat(server.takeRequest().body()).contains("\"input_type\":\"query\"");
			closeConnections();
			EmbeddingResponse response = client("together", server.uri(), "m", 0).withOptions(query).embed("text");
			assertThat(server.takeRequest().body()).doesNotContain("input_type");
			assertThat(response.warnings()).singleElement().asString().contains("QUERY");
		}
	}

}
