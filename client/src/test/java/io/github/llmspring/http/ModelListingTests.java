package io.github.llmspring.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ModelListing}.
 */
class ModelListingTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private ProviderHttpClient connections;

	@AfterEach
	void closeConnections() {
		this.connections.close();
	}

	private ModelListing listing(String preset, URI baseUrl, String key) {
		ProviderSettings settings = ProviderSettings.builder("acme", PRESETS.get(preset))
			.baseUrl(baseUrl)
			.apiKey(() -> Secret.of(key))
			.build();
		this.connections = new ProviderHttpClient(settings);
		WebClient client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(this.connections.client()))
			.build();
		return new ModelListing(settings, settings.preset().dialect(), client, this.clock);
	}

	@Test
	void bareArrayIsAList() throws Exception {
		String body = """
				[{"id":"a/b","object":"model","created":1700000000,"display_name":"B","organization":"A",
				"context_length":8192},{"id":"c","created":0,"owned_by":""}]""";
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", body))) {
			assertThat(listing("together", server.uri(), "k").models().block()).containsExactly(
					new ModelInfo("a/b", "B", 8192L, null, Instant.ofEpochSecond(1700000000), "A"),
					new ModelInfo("c", null, null, null, null, null));
			RawServer.Request request = server.takeRequest();
			assertThat(request.line()).isEqualTo("GET /models HTTP/1.1");
			assertThat(request.headers()).containsEntry("Authorization", "Bearer k").doesNotContainKey("Content-Type");
		}
	}

	@Test
	void pagesAreReadToTheLast() {
		try (RawServer server = RawServer.playing((request, connection) -> {
			boolean second = request.line().contains("after_id=m1");
			connection.send(RawServer.json("200 OK",
					second ? "{\"data\":[{\"id\":\"m2\",\"created_at\":\"2026-01-02T00:00:00Z\"}],\"has_more\":false}"
							: "{\"data\":[{\"id\":\"m1\"}],\"has_more\":true,\"last_id\":\"m1\"}"));
		})) {
			assertThat(listing("anthropic", server.uri(), "k").models().block()).extracting(ModelInfo::id)
				.containsExactly("m1", "m2");
		}
		closeConnections();
		try (RawServer server = RawServer.playing((request, connection) -> connection.send(RawServer.json("200 OK",
				request.line().contains("pageSize=1000&pageToken=p%2B2")
						? "{\"models\":[{\"name\":\"models/g2\",\"displayName\":\"G 2\",\"inputTokenLimit\":9}]}"
						: "{\"models\":[{\"name\":\"models/g1\"}],\"nextPageToken\":\"p+2\"}")))) {
			assertThat(listing("gemini", server.uri(), "k").models().block()).containsExactly(
					new ModelInfo("g1", null, null, null, null, null),
					new ModelInfo("g2", "G 2", 9L, null, null, null));
		}
	}

	@Test
	void publicListNeedsNoKeyAndMayStandBesideTheAddress() throws Exception {
		String body = "[{\"id\":\"o/m\",\"publisher\":\"O\",\"limits\":{\"max_input_tokens\":5}}]";
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", body))) {
			assertThat(listing("github-models", URI.create(server.uri() + "/inference"), "").models().block())
				.containsExactly(new ModelInfo("o/m", null, 5L, null, null, "O"));
			assertThat(server.takeRequest().line()).isEqualTo("GET /catalog/models HTTP/1.1");
		}
	}

	@Test
	void listIsAskedForAgainOnlyWhenItIsOldOrFailed() {
		AtomicInteger asked = new AtomicInteger();
		try (RawServer server = RawServer.playing((request, connection) -> connection
			.send(RawServer.json((asked.incrementAndGet() == 1) ? "500 Oops" : "200 OK", "{\"data\":[]}")))) {
			ModelListing listing = listing("openai", server.uri(), "k");
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> listing.models().block());
			assertThat(listing.models().block()).isEqualTo(List.of());
			assertThat(listing.models().block()).isEqualTo(List.of());
			assertThat(asked).hasValue(2);
			this.clock.advanceTimeBy(Duration.ofMinutes(11));
			listing.models().block();
			assertThat(asked).hasValue(3);
		}
	}

	@Test
	void serviceWithoutAListSaysSo() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> listing("minimax", URI.create("http://127.0.0.1:9"), "k").models().block())
			.extracting(LlmException::reason)
			.isEqualTo(Reason.UNSUPPORTED);
	}

	@Test
	void privateListNeedsTheKey() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> listing("openai", URI.create("http://127.0.0.1:9"), "").models().block())
			.withMessageContaining("OPENAI_API_KEY");
	}

}
