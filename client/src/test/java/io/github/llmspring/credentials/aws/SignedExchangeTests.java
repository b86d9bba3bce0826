package io.github.llmspring.credentials.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.credentials.CredentialsSettings;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.Presets;
import io.github.llmspring.http.ProviderHttpClient;
import io.github.llmspring.http.ProviderSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what arrives is what was signed: the vendor's own signer, given the request
 * as a server received it, comes to the same signature.
 */
class SignedExchangeTests {

	private final CompletableFuture<Received> received = new CompletableFuture<>();

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.received.complete(Received.of(exchange));
			byte[] answer = "{\"output\":{\"message\":{\"content\":[{\"text\":\"Hi\"}]}},\"stopReason\":\"end_turn\"}"
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
	}

	@ParameterizedTest
	@CsvSource({ "us.anthropic.claude-haiku-4-5-20251001-v1:0, /model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0",
			"arn:aws:bedrock:us-east-1:1:inference-profile/us.x, /model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.x" })
	void whatArrivesIsWhatWasSigned(String model, String path) throws Exception {
		Received request = exchange(model, AwsBasicCredentials.create("AKIDEXAMPLE", "s"));
		assertThat(request.path()).isEqualTo(path + "/converse");
	}

	@Test
	void tokenOfTheSessionIsSignedToo() throws Exception {
		Received request = exchange("m", AwsSessionCredentials.create("ASIAEXAMPLE", "s", "a+b/c=="));
		assertThat(request.token()).isEqualTo("a+b/c==");
	}

	private Received exchange(String model, AwsCredentials credentials) throws Exception {
		URI address = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		ProviderSettings settings = ProviderSettings
			.builder("own", Presets.load(getClass().getClassLoader()).get("bedrock"))
			.baseUrl(address)
			.model(model)
			.authorization(AwsCredentialsSource.Library.authorization(StaticCredentialsProvider.create(credentials),
					new CredentialsSettings("us-east-1", "bedrock", null, null), Clock.systemUTC()))
			.build();
		try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
			HttpChatProvider.of(settings, connections)
				.send(ChatRequest.builder().message(Message.user("Hello, Müller")).build())
				.blockLast(Duration.ofSeconds(10));
		}
		Received request = this.received.get(10, TimeUnit.SECONDS);
		assertThat(request.authorization()).isEqualTo(request.signed(address, credentials));
		return request;
	}

	/**
	 * A request as it arrived.
	 */
	private record Received(String path, byte[] body, String time, String token, String authorization) {

		static Received of(HttpExchange exchange) throws IOException {
			return new Received(exchange.getRequestURI().toString(), exchange.getRequestBody().readAllBytes(),
					exchange.getRequestHeaders().getFirst("x-amz-date"),
					exchange.getRequestHeaders().getFirst("x-amz-security-token"),
					exchange.getRequestHeaders().getFirst("Authorization"));
		}

		String signed(URI address, AwsCredentials credentials) {
			Instant when = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").parse(this.time, Instant::from);
			return AwsV4HttpSigner.create()
				.sign((request) -> request.identity(credentials)
					.request(SdkHttpRequest.builder()
						.method(SdkHttpMethod.POST)
						.uri(URI.create(address + this.path))
						.build())
					.payload(ContentStreamProvider.fromByteArray(this.body))
					.putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
					.putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
					.putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(when, ZoneOffset.UTC)))
				.request()
				.firstMatchingHeader("Authorization")
				.orElseThrow();
		}

	}

}
