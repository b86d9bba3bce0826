package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test that health, metrics and the endpoint tell the same story of a day with a limit,
 * an outage, a spent budget and another default model, and tell no secret. A token of the
 * service costs ten cents, its failures quote the key and the prompt.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoryTests {

	private static final String KEY = "sk-CANARY-story";

	private final HttpClient http = HttpClient.newHttpClient();

	private final StringBuilder told = new StringBuilder();

	private volatile int status = 200;

	private volatile int exchanges;

	private HttpServer service;

	private ConfigurableApplicationContext sample;

	@BeforeEach
	void runTheSample() throws IOException {
		this.service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.service.createContext("/", this::answer);
		this.service.start();
		this.sample = SpringApplication.run(ChatApplication.class, "--server.port=0", "--llm.discovery.enabled=false",
				"--management.endpoint.llm.access=unrestricted", "--llm.default-model=smart",
				"--llm.routes.smart.models=service/m,spare", "--llm.providers.spare.type=simulated",
				"--llm.providers.service.type=openai-compatible", "--llm.providers.service.model=m",
				"--llm.providers.service.api-key=" + KEY, "--llm.providers.service.retry.max-retries=0",
				"--llm.providers.service.base-url=http://127.0.0.1:" + this.service.getAddress().getPort() + "/v1",
				"--llm.catalog.models[service/m].price.input=100000",
				"--llm.catalog.models[service/m].price.output=100000", "--llm.budgets.monthly.limit=1",
				"--llm.budgets.monthly.period=month", "--llm.budgets.monthly.when.provider=service");
	}

	@AfterEach
	void stop() {
		this.sample.close();
		this.service.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		byte[] body;
		try (InputStream file = StoryTests.class.getResourceAsStream("/answers/openai-chat.json")) {
			body = (this.status == 200) ? file.readAllBytes()
					: JsonMapper.shared()
						.writeValueAsBytes(JsonMapper.shared()
							.createObjectNode()
							.put("error", exchange.getRequestHeaders().getFirst("Authorization") + asked));
		}
		this.exchanges++;
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(this.status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@Test
	void healthMetricsAndEndpointTellTheSameStoryAndNoSecret(CapturedOutput output) throws Exception {
		success();
		limit();
		outage();
		endOfTheBudget();
		anotherDefault();
		assertThat(this.told).contains("rate_limited", "server_error").doesNotContain("CANARY");
		assertThat(output).contains("moved the default model").doesNotContain("CANARY");
	}

	private void success() throws Exception {
		assertThat(ask()).contains("Told by openai-chat.");
		assertThat(health("/components/service/status")).isEqualTo("UP");
		assertThat(health("/components/smart/status")).isEqualTo("UP");
		assertThat(endpoint("/defaultModel/resolvesTo")).isEqualTo("service/m");
		assertThat(endpoint("/spending/thisMonth/byModel/service~1m/cost/USD")).isEqualTo("0.7");
		assertThat(metric("llm_cost_total", "llm_provider_id=\"service\"", "llm_route=\"smart\"")).isEqualTo(0.7);
		assertThat(metric("gen_ai_client_operation_duration_seconds_count", "llm_provider_id=\"service\"",
				"error_type=\"none\""))
			.isEqualTo(1);
	}

	private void limit() throws Exception {
		this.status = 429;
		assertThat(ask()).doesNotContain("Told by");
		assertThat(health("/components/service/details/lastFailure/reason")).isEqualTo("rate_limited");
		assertThat(endpoint("/providers/service/models/m/rest/why")).isEqualTo("rate_limited");
		assertThat(endpoint("/defaultModel/resolvesTo")).startsWith("spare/");
		assertThat(metric("llm_rest_left_seconds", "llm_provider_id=\"service\"")).isPositive();
		assertThat(metric("llm_fallbacks_total", "llm_route=\"smart\"", "error_type=\"rate_limited\"")).isEqualTo(1);
		assertThat(metric("llm_cost_unknown_total", "llm_provider_id=\"spare\"")).isEqualTo(1);
		endRest();
	}

	private void outage() throws Exception {
		this.status = 500;
		assertThat(ask()).doesNotContain("Told by");
		assertThat(health("/components/service/status")).isEqualTo("FAILING");
		assertThat(health("/components/smart/status")).isEqualTo("UP");
		assertThat(health("/status")).isEqualTo("UP");
		assertThat(endpoint("/providers/service/models/m/lastFailure/reason")).isEqualTo("server_error");
		assertThat(metric("llm_fallbacks_total", "llm_route=\"smart\"", "error_type=\"server_error\"")).isEqualTo(1);
		assertThat(metric("llm_call_seconds_count", "llm_route=\"smart\"", "llm_outcome=\"answered\"")).isEqualTo(3);
		endRest();
	}

	private void endOfTheBudget() throws Exception {
		this.status = 200;
		assertThat(ask()).contains("Told by openai-chat.");
		int sent = this.exchanges;
		assertThat(ask()).doesNotContain("Told by");
		assertThat(this.exchanges).as("what is sent to the service").isEqualTo(sent);
		assertThat(health("/components/service/details/reason")).isEqualTo("its budget is spent");
		assertThat(endpoint("/providers/service/reason")).isEqualTo("its budget is spent");
		assertThat(endpoint("/providers/service/key")).isEqualTo("******");
		assertThat(endpoint("/budgets/monthly/remaining")).isEqualTo("0");
		assertThat(endpoint("/defaultModel/resolvesTo")).startsWith("spare/");
		assertThat(metric("llm_budget_remaining", "llm_budget=\"monthly\"")).isZero();
		assertThat(metric("llm_cost_total", "llm_provider_id=\"service\"")).isEqualTo(1.4);
	}

	private void anotherDefault() throws Exception {
		assertThat(post("/actuator/llm", "{\"defaultModel\":\"service\"}").statusCode()).isEqualTo(200);
		assertThat(post("/chat", "{\"prompt\":\"CANARY-PROMPT\"}").statusCode()).isNotEqualTo(200);
		assertThat(get("/actuator/health").statusCode()).isEqualTo(503);
		assertThat(health("/components/defaultModel/details/models/service~1m")).isEqualTo("its budget is spent");
		assertThat(post("/actuator/llm", "{\"defaultModel\":\"spare\"}").statusCode()).isEqualTo(200);
		assertThat(ask()).doesNotContain("Told by");
		assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
		assertThat(health("/components/defaultModel/status")).isEqualTo("UP");
		assertThat(endpoint("/defaultModel/changedByHand")).isEqualTo("true");
		assertThat(metric("gen_ai_client_operation_duration_seconds_count", "llm_provider_id=\"service\"",
				"error_type=\"budget_exceeded\""))
			.isEqualTo(1);
	}

	private String ask() throws Exception {
		HttpResponse<String> answer = post("/chat", "{\"prompt\":\"CANARY-PROMPT\"}");
		assertThat(answer.statusCode()).isEqualTo(200);
		return answer.body();
	}

	private void endRest() throws Exception {
		assertThat(post("/actuator/llm/service", "{\"breaker\":\"close\"}").statusCode()).isEqualTo(200);
	}

	private String health(String pointer) throws Exception {
		JsonNode health = JsonMapper.shared().readTree(tell("/actuator/health"));
		return health.at("/components/llm" + pointer).asString();
	}

	private String endpoint(String pointer) throws Exception {
		return JsonMapper.shared().readTree(tell("/actuator/llm")).at(pointer).asString();
	}

	private double metric(String name, String... labels) throws Exception {
		return tell("/actuator/prometheus").lines()
			.filter((line) -> line.startsWith(name + "{") && Stream.of(labels).allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	private String tell(String path) throws Exception {
		String body = get(path).body();
		this.told.append(body);
		return body;
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send(HttpRequest.newBuilder(uri(path)));
	}

	private HttpResponse<String> post(String path, String body) throws Exception {
		return send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI
			.create("http://127.0.0.1:" + this.sample.getEnvironment().getRequiredProperty("local.server.port") + path);
	}

}
