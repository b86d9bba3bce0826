package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that arguments alone point the sample at another service.
 */
class SwapByArgumentsTests {

	private static final Map<String, String> ANSWERS = Map.of("/v1/chat/completions",
			"{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"from chat\"},\"finish_reason\":\"stop\"}]}",
			"/v1/responses",
			"{\"status\":\"completed\",\"model\":\"m\",\"output\":[{\"type\":\"message\",\"content\":"
					+ "[{\"type\":\"output_text\",\"text\":\"from responses\"}]}]}",
			"/v1/messages",
			"{\"type\":\"message\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"from messages\"}],"
					+ "\"stop_reason\":\"end_turn\"}",
			"/v1beta/models/m:generateContent",
			"{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"from gemini\"}]},\"finishReason\":\"STOP\"}]}",
			"/api/chat", "{\"model\":\"m\",\"message\":{\"content\":\"from lines\"},\"done\":true}",
			"/model/m/converse",
			"{\"output\":{\"message\":{\"content\":[{\"text\":\"from converse\"}]}},\"stopReason\":\"end_turn\"}",
			"/v2/chat",
			"{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"from v2\"}]},\"finish_reason\":\"COMPLETE\"}");

	private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

	private HttpServer upstream;

	@BeforeEach
	void startUpstream() throws IOException {
		this.upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.upstream.createContext("/", this::answer);
		this.upstream.start();
	}

	@AfterEach
	void stopUpstream() {
		this.upstream.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		this.calls.add(path);
		exchange.getRequestBody().readAllBytes();
		byte[] body = ANSWERS.getOrDefault(path, "{\"error\":{\"message\":\"no such path\"}}")
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(ANSWERS.containsKey(path) ? 200 : 404, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	@ParameterizedTest
	@CsvSource({ "openai, /v1, from responses", "xai, /v1, from responses", "azure-openai, /v1, from responses",
			"anthropic, /v1, from messages", "gemini, /v1beta, from gemini", "groq, /v1, from chat",
			"openai-compatible, /v1, from chat", "anthropic-compatible, /v1, from messages", "mistral, /v1, from chat",
			"ollama, '', from lines", "bedrock, '', from converse", "cohere, /v2, from v2" })
	void argumentsChooseTheService(String type, String path, String expected) throws Exception {
		JsonNode reply = ask("--llm.providers.x.type=" + type, "--llm.providers.x.base-url=" + upstreamUrl() + path,
				"--llm.providers.x.api-key=k", "--llm.default-model=x/m");
		assertThat(reply.get("content").asString()).isEqualTo(expected);
		assertThat(reply.get("provider").asString()).isEqualTo("x");
	}

	@ParameterizedTest
	@CsvSource({ "openai-chat, from chat, /v1/chat/completions", "openai-responses, from responses, /v1/responses",
			"anthropic, from messages, /v1/messages" })
	void wireFormatOverridesThatOfThePreset(String wireFormat, String expected, String path) throws Exception {
		JsonNode reply = ask("--llm.providers.x.type=openai", "--llm.providers.x.wire-format=" + wireFormat,
				"--llm.providers.x.base-url=" + upstreamUrl() + "/v1", "--llm.providers.x.api-key=k",
				"--llm.default-model=x/m");
		assertThat(reply.get("content").asString()).isEqualTo(expected);
		assertThat(this.calls).containsExactly(path);
	}

	@Test
	void simulatedModelsSwapByTheDefaultModel() throws Exception {
		for (String model : new String[] { "red/one", "green/two", "blue/three" }) {
			JsonNode reply = ask("--llm.providers.red.type=simulated", "--llm.providers.green.type=simulated",
					"--llm.providers.blue.type=simulated", "--llm.default-model=" + model);
			assertThat(reply.get("provider").asString() + "/" + reply.get("model").asString()).isEqualTo(model);
		}
	}

	private String upstreamUrl() {
		return "http://127.0.0.1:" + this.upstream.getAddress().getPort();
	}

	private static JsonNode ask(String... arguments) throws Exception {
		SpringApplication application = new SpringApplication(ChatApplication.class);
		String[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "--server.port=0";
		try (ConfigurableApplicationContext context = application.run(all)) {
			String port = context.getEnvironment().getProperty("local.server.port");
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/chat"))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Hello\"}"))
				.build();
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
			return new JsonMapper().readTree(response.body());
		}
	}

}
