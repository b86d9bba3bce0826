package io.github.llmspring.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import io.github.llmspring.http.RawServer.Connection;
import io.github.llmspring.http.RawServer.Request;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link HttpEmbeddingProvider} with several requests at the same time, and with
 * credentials of all kinds.
 */
class EmbeddingBatchesTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static ProviderSettings.Builder settings(RawServer server) {
		return ProviderSettings.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai"))
			.baseUrl(server.uri())
			.embeddingModel("m")
			.apiKey(() -> Secret.of("sk-only"));
	}

	private static HttpEmbeddingProvider provider(ProviderSettings.Builder settings) {
		return new HttpEmbeddingProvider(settings.build(), WebClient.create());
	}

	private static EmbeddingRequest numbers(int count) {
		List<String> texts = IntStream.range(0, count).mapToObj(Integer::toString).toList();
		return new EmbeddingRequest(texts, null, EmbeddingOptions.NONE);
	}

	/**
	 * Vectors that are the numbers that were sent.
	 */
	private static String numbered(Request request) {
		List<String> vectors = new ArrayList<>();
		JsonNode texts = JSON.readTree(request.body()).path("input");
		for (int i = 0; i < texts.size(); i++) {
			vectors.add("{\"index\":" + i + ",\"embedding\":[" + texts.get(i).asString() + "]}");
		}
		return RawServer.json("200 OK", "{\"data\":[" + String.join(",", vectors) + "],\"usage\":{\"prompt_tokens\":"
				+ texts.size() + "},\"model\":\"m\"}");
	}

	private static int first(Request request) {
		return JSON.readTree(request.body()).path("input").get(0).asInt();
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new IOException("nothing happened");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	@Test
	void orderIsThatOfTheTextsWhicheverAnswerComesFirst() {
		CountDownLatch later = new CountDownLatch(3);
		try (RawServer server = RawServer.playing((request, connection) -> {
			if (first(request) == 0) {
				await(later);
			}
			connection.send(numbered(request));
			later.countDown();
		})) {
			EmbeddingResponse answer = provider(settings(server).embeddingBatch(2)).embed(numbers(8)).block(PATIENCE);
			assertThat(answer.vectors()).extracting((vector) -> (int) vector[0])
				.containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
			assertThat(answer.inputTokens()).isEqualTo(8);
			assertThat(server.requestCount()).isEqualTo(4);
		}
	}

	@Test
	void fourRequestsRunAtTheSameTimeAndNoMore() {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch four = new CountDownLatch(4);
		try (RawServer server = RawServer.playing((request, connection) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			four.countDown();
			await(four);
			running.decrementAndGet();
			connection.send(numbered(request));
		})) {
			EmbeddingResponse answer = provider(settings(server).embeddingBatch(1)).embed(numbers(12)).block(PATIENCE);
			assertThat(answer.vectors()).hasSize(12);
			assertThat(most).hasValue(4);
		}
	}

	@Test
	void failureOfOneRequestEndsTheOthersAndBeginsNoMore() throws Exception {
		CountDownLatch four = new CountDownLatch(4);
		Semaphore ended = new Semaphore(0);
		try (RawServer server = RawServer.playing((request, connection) -> {
			four.countDown();
			await(four);
			if (first(request) == 2) {
				connection.send(RawServer.json("400 Bad Request", "{\"error\":{\"message\":\"number 2 is bad\"}}"));
				return;
			}
			connection.awaitClose();
			ended.release();
		})) {
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> provider(settings(server).embeddingBatch(1)).embed(numbers(12)).block(PATIENCE))
				.withMessageContaining("acme/m")
				.withMessageContaining("number 2 is bad");
			assertThat(ended.tryAcquire(3, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(server.requestCount()).isEqualTo(4);
		}
	}

	@Test
	void cancellingEndsAllRequests() throws Exception {
		CountDownLatch four = new CountDownLatch(4);
		try (RawServer server = RawServer.playing((request, connection) -> {
			four.countDown();
			connection.awaitClose();
		})) {
			var answer = provider(settings(server).embeddingBatch(1)).embed(numbers(12)).subscribe();
			await(four);
			answer.dispose();
			server.awaitClosed();
			assertThat(server.requestCount()).isEqualTo(4);
		}
	}

	@Test
	void totalTimeIsThatOfAllRequestsTogether() throws Exception {
		VirtualTimeScheduler clock = VirtualTimeScheduler.create();
		CountDownLatch stuck = new CountDownLatch(1);
		try (RawServer server = RawServer.playing((request, connection) -> {
			if (first(request) < 5) {
				connection.send(numbered(request));
				return;
			}
			stuck.countDown();
			connection.awaitClose();
		})) {
			ProviderSettings.Builder settings = settings(server).embeddingBatch(1)
				.timeouts(new Timeouts(Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofHours(1),
						Duration.ofHours(1)));
			Mono<EmbeddingResponse> answer = new HttpEmbeddingProvider(settings.build(), WebClient.create(), clock)
				.embed(numbers(6));
			StepVerifier.create(answer).then(() -> {
				try {
					await(stuck);
				}
				catch (IOException ex) {
					throw new AssertionError(ex);
				}
				clock.advanceTimeBy(Duration.ofMinutes(59));
			}).then(() -> clock.advanceTimeBy(Duration.ofMinutes(2))).expectErrorSatisfies((failure) -> {
				assertThat(failure).hasMessageContaining("llm.providers.acme.timeout.total");
				assertThat(((LlmException) failure).reason()).isEqualTo(Reason.TIMEOUT_TOTAL);
			}).verify(PATIENCE);
			server.awaitClosed();
		}
	}

	@Test
	void manyLongVectorsAreRead() {
		String vector = "\"" + "A".repeat(3072 * 16 / 3) + "\"";
		AtomicInteger largest = new AtomicInteger();
		try (RawServer server = RawServer.playing((request, connection) -> {
			int texts = JSON.readTree(request.body()).path("input").size();
			largest.accumulateAndGet(texts, Math::max);
			connection.send(RawServer.json("200 OK",
					"{\"data\":[" + String.join(",",
							IntStream.range(0, texts)
								.mapToObj((i) -> "{\"index\":" + i + ",\"embedding\":" + vector + "}")
								.toList())
							+ "]}"));
		})) {
			EmbeddingResponse answer = provider(settings(server)).embed(numbers(1000)).block(PATIENCE);
			assertThat(answer.vectors()).hasSize(1000).allSatisfy((made) -> assertThat(made).hasSize(3072));
			assertThat(largest).hasValueGreaterThan(100);
		}
	}

	@Test
	void oneRequestHasTheTotalTimeToo() throws Exception {
		try (RawServer server = RawServer.playing((request, connection) -> connection.awaitClose())) {
			ProviderSettings.Builder settings = settings(server).timeouts(new Timeouts(Duration.ofSeconds(10),
					Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(200)));
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> provider(settings).embed(numbers(1)).block(PATIENCE))
				.extracting(LlmException::reason)
				.isEqualTo(Reason.TIMEOUT_TOTAL);
			server.awaitClosed();
		}
	}

	@Test
	void keyThatIsUsedTooMuchRestsAndTheNextTakesOver() throws Exception {
		try (RawServer server = RawServer.failingOnce((request,
				connection) -> connection.send(RawServer.json("429 Too Many", "{\"error\":{\"message\":\"slow\"}}")
					.replace("Connection:", "Retry-After: 60\r\nConnection:")),
				(request, connection) -> connection.send(numbered(request)))) {
			HttpEmbeddingProvider provider = provider(settings(server)
				.apiKeys(List.of(new WeightedKey(Secret.of("sk-one"), 1), new WeightedKey(Secret.of("sk-two"), 1))));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> provider.embed(numbers(1)).block(PATIENCE))
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED))
				.satisfies((failure) -> assertThat(failure.retryable()).isTrue())
				.satisfies((failure) -> assertThat(failure.retryAfter()).isZero());
			provider.embed(numbers(1)).block(PATIENCE);
			provider.embed(numbers(1)).block(PATIENCE);
			assertThat(List.of(key(server), key(server), key(server))).containsExactly("Bearer sk-one", "Bearer sk-two",
					"Bearer sk-two");
		}
	}

	@Test
	void whatIsAroundIsAroundEachRequest() {
		List<Integer> sizes = new CopyOnWriteArrayList<>();
		try (RawServer server = RawServer.playing((request, connection) -> connection.send(numbered(request)))) {
			EmbeddingResponse answer = provider(settings(server).embeddingBatch(2)).around((exchange) -> (request) -> {
				sizes.add(request.texts().size());
				return exchange.embed(request);
			}).embed(numbers(5)).block(PATIENCE);
			assertThat(answer.vectors()).hasSize(5);
			assertThat(sizes).containsExactlyInAnyOrder(2, 2, 1);
		}
	}

	@Test
	void requestsOfOneCallAreSpreadOverTheKeys() {
		Set<String> seen = ConcurrentHashMap.newKeySet();
		try (RawServer server = RawServer.playing((request, connection) -> {
			seen.add(request.headers().get("Authorization"));
			connection.send(numbered(request));
		})) {
			provider(settings(server).embeddingBatch(1)
				.apiKeys(List.of(new WeightedKey(Secret.of("sk-one"), 1), new WeightedKey(Secret.of("sk-two"), 1))))
				.embed(numbers(2))
				.block(PATIENCE);
			assertThat(seen).containsExactlyInAnyOrder("Bearer sk-one", "Bearer sk-two");
		}
	}

	@Test
	void tokenIsGotOnceAndOffAnEventLoop() throws Exception {
		AtomicReference<String> thread = new AtomicReference<>();
		AtomicInteger got = new AtomicInteger();
		try (RawServer server = RawServer.playing((request, connection) -> connection.send(numbered(request)))) {
			HttpEmbeddingProvider provider = provider(
					settings(server).embeddingBatch(1).authorization(Authorization.token(() -> {
						thread.set(Thread.currentThread().getName());
						return new Expiring<>(Secret.of("token-" + got.incrementAndGet()), null);
					})));
			Mono.defer(() -> provider.embed(numbers(5))).subscribeOn(Schedulers.parallel()).block(PATIENCE);
			for (int i = 0; i < 5; i++) {
				assertThat(key(server)).isEqualTo("Bearer token-1");
			}
		}
		assertThat(thread.get()).startsWith("boundedElastic");
	}

	@Test
	void refusedTokenIsGotAnewAndNotTold() throws Exception {
		AtomicInteger got = new AtomicInteger();
		try (RawServer server = RawServer.failingOnce(
				(request, connection) -> connection
					.send(RawServer.json("401 No", "{\"error\":{\"message\":\"bad token token-of-test-1\"}}")),
				(request, connection) -> connection.send(numbered(request)))) {
			HttpEmbeddingProvider provider = provider(settings(server).authorization(Authorization
				.token(() -> new Expiring<>(Secret.of("token-of-test-" + got.incrementAndGet()), null))));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> provider.embed(numbers(1)).block(PATIENCE))
				.withMessageNotContaining("token-of-test-1");
			provider.embed(numbers(1)).block(PATIENCE);
			key(server);
			assertThat(key(server)).isEqualTo("Bearer token-of-test-2");
		}
	}

	@Test
	void missingKeyIsToldBeforeAnythingIsSent() {
		try (RawServer server = RawServer.playing(EmbeddingBatchesTests::unexpected)) {
			HttpEmbeddingProvider provider = provider(settings(server).apiKey(() -> Secret.of("")));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> provider.embed(numbers(1)).block(PATIENCE))
				.withMessageContaining("llm.providers.acme.api-key")
				.withMessageContaining("OPENAI_API_KEY");
			assertThat(server.requestCount()).isZero();
		}
	}

	private static void unexpected(Request request, Connection connection) throws IOException {
		connection.send(numbered(request));
	}

	private static String key(RawServer server) throws InterruptedException {
		return server.takeRequest().headers().get("Authorization");
	}

}
