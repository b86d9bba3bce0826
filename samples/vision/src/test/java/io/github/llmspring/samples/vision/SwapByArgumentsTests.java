package io.github.llmspring.samples.vision;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that arguments alone show the uploaded image to another service, in its format.
 */
class SwapByArgumentsTests {

	private static final byte[] IMAGE = "GIF89a, more or less".getBytes(StandardCharsets.UTF_8);

	private static final Map<String, String> ANSWERS = Map.of("/v1/chat/completions",
			"{\"choices\":[{\"message\":{\"content\":\"a cat\"},\"finish_reason\":\"stop\"}]}", "/v1/responses",
			"{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":"
					+ "[{\"type\":\"output_text\",\"text\":\"a cat\"}]}]}",
			"/v1/messages",
			"{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"a cat\"}],"
					+ "\"stop_reason\":\"end_turn\"}",
			"/v1/models/m:generateContent",
			"{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a cat\"}]},\"finishReason\":\"STOP\"}]}");

	private final BlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>();

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
		this.requests.add(new JsonMapper().readTree(exchange.getRequestBody().readAllBytes()));
		byte[] body = ANSWERS.getOrDefault(exchange.getRequestURI().getPath(), "{}").getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "openai-chat|/messages/0/content/1/image_url/url|data:image/gif;base64,",
					"openai-responses|/input/0/content/1/image_url|data:image/gif;base64,",
					"anthropic|/messages/0/content/1/source/data|''", "gemini|/contents/0/parts/1/inlineData/data|''" })
	void argumentsChooseWhoSeesTheImage(String wireFormat, String place, String prefix) throws Exception {
		SpringApplication application = new SpringApplication(VisionApplication.class);
		try (ConfigurableApplicationContext context = application.run("--server.port=0", "--llm.default-model=x/m",
				"--llm.providers.x.type=openai-compatible", "--llm.providers.x.wire-format=" + wireFormat,
				"--llm.providers.x.base-url=http://127.0.0.1:" + this.upstream.getAddress().getPort() + "/v1")) {
			URI uri = URI
				.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/vision");
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(Part.upload(uri, new Part("file", "cat.gif", IMAGE)), HttpResponse.BodyHandlers.ofString());
			assertThat(new JsonMapper().readTree(response.body()).path("content").asString()).isEqualTo("a cat");
		}
		assertThat(this.requests.take().at(place).asString())
			.isEqualTo(prefix + Base64.getEncoder().encodeToString(IMAGE));
	}

}
