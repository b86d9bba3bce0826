package io.github.llmspring.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
		return listing(preset, null, baseUrl, key);
	}

	private ModelListing listing(String preset, String wireFormat, URI baseUrl, String key) {
		ProviderSettings settings = ProviderSettings.builder("acme", PRESETS.get(preset))
			.wireFormat(wireFormat)
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
	void privateListNeedsTheKey() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> listing("openai", URI.create("http://127.0.0.1:9"), "").models().block())
			.withMessageContaining("OPENAI_API_KEY");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					openai       | /v1      | /v1/models                | {"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"o"}]}
					azure-openai | /openai/v1 | /openai/v1/models       | {"data":[{"id":"m"}]}
					azure-openai | /openai/deployments/d?api-version=2024-10-21 | /openai/models?api-version=2024-10-21 | {"data":[{"id":"m"}]}
					anthropic    | /v1      | /v1/models?limit=1000     | {"data":[{"type":"model","id":"m","display_name":"M","created_at":"2026-01-02T00:00:00Z"}],"has_more":false,"first_id":"m","last_id":"m"}
					gemini       | /v1beta  | /v1beta/models?pageSize=1000 | {"models":[{"name":"models/m","displayName":"M","inputTokenLimit":1,"outputTokenLimit":2}]}
					vertex       | /v1beta1/projects/p/locations/l/publishers/google | /v1beta1/publishers/google/models | {"publisherModels":[{"name":"publishers/google/models/m","versionId":"1"}]}
					bedrock-mantle | /      | /v1/models                | {"object":"list","data":[{"id":"m"}]}
					mistral      | /v1      | /v1/models                | {"data":[{"id":"m","max_context_length":1}]}
					cohere       | /v2      | /v1/models?page_size=1000 | {"models":[{"name":"m","endpoints":["chat"],"context_length":1}]}
					ollama       | /        | /api/tags                 | {"models":[{"name":"m","model":"m","size":1,"modified_at":"2026-01-02T03:04:05.123456789+02:00"}]}
					perplexity   | /        | /v1/models                | {"data":[{"id":"m"}]}
					openrouter   | /api/v1  | /api/v1/models            | {"data":[{"id":"m","name":"A: M","context_length":1,"top_provider":{"max_completion_tokens":2}}]}
					together     | /v1      | /v1/models                | [{"id":"m","display_name":"M"}]
					github-models | /inference | /catalog/models        | [{"id":"m","name":"M","publisher":"P"}]
					lm-studio    | /v1      | /api/v0/models            | {"object":"list","data":[{"id":"m","type":"llm","max_context_length":1}]}
					llama-cpp    | /v1      | /v1/models                | {"models":[{"name":"m","model":"m"}],"object":"list","data":[{"id":"m","meta":{"n_ctx_train":1}}]}
					vllm         | /v1      | /v1/models                | {"object":"list","data":[{"id":"m","owned_by":"vllm","max_model_len":1}]}
					""")
	void listIsReadWhereTheServiceHasIt(String preset, String base, String asked, String body) throws Exception {
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", body))) {
			assertThat(listing(preset, URI.create(server.uri() + base), "k").models().block()).extracting(ModelInfo::id)
				.containsExactly("m");
			assertThat(server.takeRequest().line()).isEqualTo("GET " + asked + " HTTP/1.1");
		}
	}

	@Test
	void pagesOfOneQueryFollowEachOther() throws Exception {
		try (RawServer server = RawServer.playing((request,
				connection) -> connection.send(RawServer.json("200 OK",
						request.line().contains("page_token=t%2F2") ? "{\"models\":[{\"name\":\"m2\"}]}"
								: "{\"models\":[{\"name\":\"m1\"}],\"next_page_token\":\"t/2\"}")))) {
			assertThat(listing("cohere", URI.create(server.uri() + "/v2"), "k").models().block())
				.extracting(ModelInfo::id)
				.containsExactly("m1", "m2");
			server.takeRequest();
			assertThat(server.takeRequest().line())
				.isEqualTo("GET /v1/models?page_size=1000&page_token=t%2F2 HTTP/1.1");
		}
	}

	@Test
	void pagesThatNeverEndAreNotReadForEver() {
		AtomicInteger asked = new AtomicInteger();
		try (RawServer server = RawServer.playing((request, connection) -> {
			asked.incrementAndGet();
			connection
				.send(RawServer.json("200 OK", "{\"data\":[{\"id\":\"m\"}],\"has_more\":true,\"last_id\":\"m\"}"));
		})) {
			assertThat(listing("anthropic", server.uri(), "k").models().block()).hasSizeBetween(1, 20);
			assertThat(asked).hasValueBetween(1, 20);
		}
	}

	@ParameterizedTest
	@CsvSource({ "ollama, openai-chat, /v1", "gemini, openai-chat, /v1beta/openai", "cohere, openai-chat, /compat/v1",
			"anthropic, openai-chat, /v1" })
	void otherWireFormatHasTheListOfItsOwn(String preset, String wireFormat, String base) throws Exception {
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", "{\"data\":[{\"id\":\"m\"}]}"))) {
			listing(preset, wireFormat, URI.create(server.uri() + base), "k").models().block();
			assertThat(server.takeRequest().line()).isEqualTo("GET " + base + "/models HTTP/1.1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bedrock", "azure-foundry", "minimax", "voyage" })
	void serviceWithoutAListSaysSo(String preset) {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> listing(preset, URI.create("http://127.0.0.1:9"), "k").models().block())
			.withMessageStartingWith("acme: ")
			.extracting(LlmException::reason)
			.isEqualTo(Reason.UNSUPPORTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "openrouter", "github-models" })
	void publicListIsReadWithoutAKey(String preset) throws Exception {
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", "{\"data\":[]}"))) {
			listing(preset, URI.create(server.uri() + "/inference"), "").models().block();
			assertThat(server.takeRequest().headers()).doesNotContainKey("Authorization");
		}
	}

	@Test
	void callersAtTheSameTimeShareOneRequest() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch both = new CountDownLatch(1);
		try (RawServer server = RawServer.playing((request, connection) -> {
			asked.countDown();
			waitFor(both);
			connection.send(RawServer.json("200 OK", "{\"data\":[{\"id\":\"m\"}]}"));
		})) {
			ModelListing listing = listing("openai", server.uri(), "k");
			CompletableFuture<List<ModelInfo>> first = listing.models().toFuture();
			asked.await();
			CompletableFuture<List<ModelInfo>> second = listing.models().toFuture();
			both.countDown();
			assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(first.get(20, TimeUnit.SECONDS)).hasSize(1);
			assertThat(server.requestCount()).isEqualTo(1);
		}
	}

	@Test
	void whatIsNoListIsNotKept() {
		try (RawServer server = RawServer.failingOnce(
				(request, connection) -> connection.send(RawServer.json("200 OK", "{\"ok\":true}")),
				(request, connection) -> connection.send(RawServer.json("200 OK", "{\"data\":[]}")))) {
			ModelListing listing = listing("openai", server.uri(), "k");
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> listing.models().block())
				.extracting(LlmException::reason)
				.isEqualTo(Reason.MALFORMED_RESPONSE);
			assertThat(listing.models().block()).isEmpty();
		}
	}

	private static void waitFor(CountDownLatch latch) throws IOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

}
