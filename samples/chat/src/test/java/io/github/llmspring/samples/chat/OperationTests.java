package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the sample tells whoever operates it, and of what it lets be changed.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "llm.providers.openai.api-key=", "llm.providers.anthropic.api-key=sk-CANARY-anthropic",
				"llm.discovery.enabled=false", "llm.providers.broken.type=simulated",
				"llm.providers.broken.simulated.fail=overloaded", "llm.providers.broken.retry.max-retries=0",
				"llm.routes.smart.models=broken,simulated", "llm.default-model=smart" })
class OperationTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Test
	void healthAndEndpointTellTheSameStoryOfAnOutage() throws Exception {
		assertThat(post("/chat", "{\"prompt\":\"CANARY-PROMPT\"}").statusCode()).isEqualTo(200);
		HttpResponse<String> health = get("/actuator/health");
		JsonNode llm = MAPPER.readTree(health.body()).at("/components/llm");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(llm.at("/status").asString()).isEqualTo("UP");
		assertThat(llm.at("/components/broken/status").asString()).isEqualTo("FAILING");
		assertThat(llm.at("/components/broken/details/lastFailure/reason").asString()).isEqualTo("overloaded");
		assertThat(llm.at("/components/simulated/status").asString()).isEqualTo("UP");
		assertThat(llm.at("/components/openai/details/reason").asString()).isEqualTo("no api key");
		assertThat(llm.at("/components/smart/details/models/broken~1echo").asString()).isEqualTo("failing");
		assertThat(get("/actuator/health/llm/smart").statusCode()).isEqualTo(200);
		JsonNode told = MAPPER.readTree(get("/actuator/llm").body());
		assertThat(told.at("/defaultModel/resolvesTo").asString()).isEqualTo("simulated/echo");
		assertThat(told.at("/providers/broken/models/echo/condition").asString()).isEqualTo("failing");
		assertThat(told.at("/providers/openai/key").asString()).isEqualTo("missing");
		assertThat(told.at("/providers/anthropic/key").asString()).isEqualTo("******");
		assertThat(MAPPER.readTree(get("/actuator/llm/anthropic").body()).at("/type").asString())
			.isEqualTo("anthropic");
		assertThat(get("/actuator/llm/nosuch").statusCode()).isEqualTo(404);
		assertThat(health.body() + told + get("/actuator/llm/anthropic").body()).doesNotContain("CANARY");
	}

	@Test
	void providersCountNeitherForLivenessNorForReadiness() throws Exception {
		assertThat(get("/actuator/health/liveness").body()).doesNotContain("llm");
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(get("/actuator/health/readiness").body()).doesNotContain("llm");
	}

	@Test
	void nothingCanBeChangedUnlessItIsAllowed() throws Exception {
		assertThat(post("/actuator/llm", "{\"defaultModel\":\"simulated\"}").statusCode()).isEqualTo(405);
		assertThat(post("/actuator/llm/simulated", "{\"enabled\":false}").statusCode()).isEqualTo(405);
		assertThat(delete("/actuator/llm").statusCode()).isEqualTo(405);
	}

	@Nested
	@TestPropertySource(properties = { "management.endpoint.llm.access=unrestricted",
			"management.endpoint.health.group.readiness.include=readinessState,llm/defaultModel" })
	class Changing {

		@Test
		void providersRoutesAndTheDefaultModelCanBeChanged() throws Exception {
			HttpResponse<String> moved = post("/actuator/llm", "{\"defaultModel\":\"simulated\"}");
			assertThat(moved.statusCode()).isEqualTo(200);
			assertThat(MAPPER.readTree(moved.body()).at("/defaultModel/resolvesTo").asString())
				.isEqualTo("simulated/echo");
			assertThat(MAPPER.readTree(post("/actuator/llm/smart", "{\"order\":\"simulated\"}").body())
				.at("/routes/smart/askedInThisOrder/0")
				.asString()).isEqualTo("simulated/echo");
			assertThat(MAPPER.readTree(post("/actuator/llm/broken", "{\"breaker\":\"open\"}").body())
				.at("/models/echo/breaker")
				.asString()).isEqualTo("open");
			post("/actuator/llm/broken", "{\"breaker\":\"close\"}");
			post("/actuator/llm/simulated", "{\"enabled\":false}");
			assertThat(post("/chat", "{\"prompt\":\"Hello\"}").statusCode()).isEqualTo(502);
			assertThat(get("/actuator/health").statusCode()).isEqualTo(503);
			assertThat(get("/actuator/health/readiness").statusCode()).as("where it is made to count").isEqualTo(503);
			HttpResponse<String> restored = delete("/actuator/llm");
			assertThat(MAPPER.readTree(restored.body()).at("/changes")).hasSize(6);
			assertThat(post("/chat", "{\"prompt\":\"Hello\"}").statusCode()).isEqualTo(200);
		}

		@Test
		void changeThatMeansNothingIsRefused() throws Exception {
			HttpResponse<String> refused = post("/actuator/llm", "{\"defaultModel\":\"simulatd\"}");
			assertThat(refused.statusCode()).isEqualTo(400);
			assertThat(post("/actuator/llm/smart", "{\"breaker\":\"ajar\"}").statusCode()).isEqualTo(400);
			assertThat(post("/actuator/llm", "{}").statusCode()).isEqualTo(400);
		}

	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)));
	}

	private HttpResponse<String> delete(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).DELETE());
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

}
