package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sample as it is configured: without any key.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "llm.providers.simulated.simulated.pace=1ms", "llm.providers.openai.api-key=",
				"llm.providers.anthropic.api-key=" })
class ChatApplicationTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Test
	void defaultModelAnswersWithoutAKey() throws Exception {
		HttpResponse<String> response = post("/chat", "{\"prompt\":\"Hello there\",\"system\":\"Be brief\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode reply = MAPPER.readTree(response.body());
		assertThat(reply.get("content").asString()).contains("Hello there");
		assertThat(reply.get("provider").asString()).isEqualTo("simulated");
		assertThat(reply.get("finishReason").asString()).isEqualTo("STOP");
		assertThat(reply.get("reasoning").isNull()).isTrue();
		assertThat(reply.get("usage").get("inputTokens").asInt()).isEqualTo(4);
		assertThat(reply.get("toolCalls").isEmpty()).isTrue();
		assertThat(reply.propertyNames()).contains("id", "model", "rawFinishReason", "warnings", "requestId",
				"citations", "refusal");
	}

	@Test
	void optionsOfTheCallAreKept() throws Exception {
		JsonNode reply = MAPPER
			.readTree(post("/chat", "{\"prompt\":\"Hello there\",\"options\":{\"maxOutputTokens\":2}}").body());
		assertThat(reply.get("finishReason").asString()).isEqualTo("LENGTH");
		assertThat(reply.get("usage").get("outputTokens").asInt()).isEqualTo(2);
	}

	@Test
	void streamTellsTextReasoningToolCallsAndTheWhole() throws Exception {
		List<Event> events = stream(
				"{\"prompt\":\"think: let me see\\ncall: weather {\\\"city\\\":\\\"Oslo\\\"}\\nHello\"}");
		assertThat(events.stream().map(Event::name).distinct()).containsExactly("reasoning", "text", "tool-call",
				"completed");
		JsonNode whole = events.get(events.size() - 1).data();
		assertThat(joined(events, "text")).isEqualTo(whole.get("content").asString());
		assertThat(joined(events, "reasoning")).isEqualTo("let me see");
		JsonNode call = events.get(events.size() - 2).data();
		assertThat(call.get("name").asString()).isEqualTo("weather");
		assertThat(call.get("arguments").asString()).isEqualTo("{\"city\":\"Oslo\"}");
		assertThat(whole.get("toolCalls").get(0)).isEqualTo(call);
	}

	@Test
	void failureIsAProblem() throws Exception {
		HttpResponse<String> response = post("/chat", "{\"prompt\":\"fail: overloaded\"}");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		JsonNode problem = MAPPER.readTree(response.body());
		assertThat(problem.get("reason").asString()).isEqualTo("OVERLOADED");
		assertThat(problem.get("provider").asString()).isEqualTo("simulated");
		assertThat(problem.propertyNames()).contains("upstreamStatus", "requestId", "retryAfter", "detail");
	}

	@Test
	void unreadableQuestionIsAProblem() throws Exception {
		HttpResponse<String> response = post("/chat", "{\"prompt\":");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
	}

	@Test
	void failureAmidAStreamComesAfterWhatHadArrived() throws Exception {
		List<Event> events = stream("{\"prompt\":\"fail: stream_truncated after 2\"}");
		assertThat(events.stream().map(Event::name)).containsExactly("text", "text", "error");
		assertThat(events.get(2).data().get("reason").asString()).isEqualTo("STREAM_TRUNCATED");
	}

	@Test
	void providerWithoutAKeySaysWhichPropertyToSet() throws Exception {
		HttpResponse<String> response = post("/chat", "{\"prompt\":\"Hello\",\"model\":\"openai/gpt-5-mini\"}");
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(MAPPER.readTree(response.body()).get("detail").asString()).contains("llm.providers.openai.api-key",
				"OPENAI_API_KEY");
	}

	@Test
	void unknownModelNamesTheAlternatives() throws Exception {
		HttpResponse<String> response = post("/chat", "{\"prompt\":\"Hello\",\"model\":\"simulatd\"}");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(MAPPER.readTree(response.body()).get("detail").asString()).contains("Did you mean 'simulated'?",
				"anthropic", "openai");
	}

	@Test
	void modelsTellWhatMayBeAsked() throws Exception {
		JsonNode models = MAPPER.readTree(get("/models").body());
		assertThat(models.findValuesAsString("provider")).containsExactlyInAnyOrder("simulated", "openai", "anthropic");
		assertThat(models.findValuesAsString("address")).contains("openai/gpt-5-mini");
	}

	@Test
	void pageIsThere() throws Exception {
		assertThat(get("/").body()).contains("Ask a model");
	}

	private List<Event> stream(String body) throws Exception {
		HttpResponse<Stream<String>> response = this.http.send(request("/chat/stream", body),
				HttpResponse.BodyHandlers.ofLines());
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
		return Event.read(response.body());
	}

	private static String joined(List<Event> events, String name) {
		StringBuilder text = new StringBuilder();
		events.stream()
			.filter((event) -> event.name().equals(name))
			.forEach((event) -> text.append(event.data().get("text").asString()));
		return text.toString();
	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return this.http.send(request(path, body), HttpResponse.BodyHandlers.ofString());
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest request(String path, String body) {
		return HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

}
