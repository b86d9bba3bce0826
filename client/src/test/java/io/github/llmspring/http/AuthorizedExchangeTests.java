package io.github.llmspring.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of exchanges with credentials that take time, are several or are refused.
 */
class AuthorizedExchangeTests {

	private static final String ANSWER = RawServer.json("200 OK",
			"{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

	@Test
	void tokenIsGotOffAnEventLoop() throws Exception {
		AtomicReference<String> thread = new AtomicReference<>();
		try (RawServer server = RawServer.answering(ANSWER)) {
			ChatClient client = client(server, Authorization.token(() -> {
				thread.set(Thread.currentThread().getName());
				return new Expiring<>(Secret.of("token"), null);
			}));
			ChatResponse response = Mono.defer(() -> client.prompt("Hello").mono())
				.subscribeOn(Schedulers.parallel())
				.block();
			assertThat(response.content()).isEqualTo("Hi");
			assertThat(server.takeRequest().headers()).containsEntry("Authorization", "Bearer token");
		}
		assertThat(thread.get()).startsWith("boundedElastic");
	}

	@Test
	void timeOfTheCallCoversCredentialsThatDoNotCome() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		try (RawServer server = RawServer.answering(ANSWER)) {
			ChatClient client = client(server, Authorization.token(() -> {
				never.await();
				throw new IllegalStateException();
			}));
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> client.prompt("Hello").timeout(Duration.ofMillis(100)).call())
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMEOUT_TOTAL));
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void nothingIsSentForACallerWhoLeftMeanwhile() throws Exception {
		CountDownLatch left = new CountDownLatch(1);
		try (RawServer server = RawServer.answering(ANSWER)) {
			Authorization authorization = Authorization.token(() -> {
				left.await();
				return new Expiring<>(Secret.of("token"), null);
			});
			ChatClient client = client(server, authorization);
			Disposable impatient = client.prompt("Leaving").mono().subscribe();
			impatient.dispose();
			left.countDown();
			authorization.prepare().block();
			client.prompt("Staying").call();
			assertThat(server.takeRequest().body()).contains("Staying");
		}
	}

	@Test
	void failureToGetATokenNamesTheProvider() throws Exception {
		try (RawServer server = RawServer.answering(ANSWER)) {
			ChatClient client = client(server, Authorization.token(() -> {
				throw new IOException("the token service is closed");
			}));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call())
				.withMessage("acme/gpt-4.1: there are no credentials: the token service is closed. "
						+ "Check the provider's credentials.")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.AUTHENTICATION));
		}
	}

	@Test
	void refusedTokenIsGotAnew() throws Exception {
		int[] given = new int[1];
		try (RawServer server = RawServer.failingOnce((request, connection) -> connection.send(refusal("401 No")),
				(request, connection) -> connection.send(ANSWER))) {
			ChatClient client = client(server,
					Authorization.token(() -> new Expiring<>(Secret.of("token-" + ++given[0]), null)));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call());
			client.prompt("Hello").call();
			assertThat(server.takeRequest().headers()).containsEntry("Authorization", "Bearer token-1");
			assertThat(server.takeRequest().headers()).containsEntry("Authorization", "Bearer token-2");
		}
	}

	@Test
	void keyThatIsRefusedMakesWayForTheNext() throws Exception {
		try (RawServer server = RawServer.failingOnce((request, connection) -> connection.send(refusal("401 No")),
				(request, connection) -> connection.send(ANSWER))) {
			ChatClient client = client(settings(server).apiKeys(keys()));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call())
				.satisfies((ex) -> assertThat(ex.retryable()).isTrue())
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.AUTHENTICATION));
			client.prompt("Hello").call();
			client.prompt("Hello").call();
			assertThat(server.takeRequest().headers()).containsEntry("Authorization", "Bearer sk-one");
			assertThat(server.takeRequest().headers()).containsEntry("Authorization", "Bearer sk-two");
			assertThat(server.takeRequest().headers()).containsEntry("Authorization", "Bearer sk-two");
		}
	}

	@Test
	void allKeysRestingIsToldWithTheProvider() throws Exception {
		try (RawServer server = RawServer
			.answering(refusal("429 Slow").replace("Connection:", "Retry-After: 60\r\nConnection:"))) {
			ChatClient client = client(settings(server).apiKeys(keys()));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call())
				.satisfies((ex) -> assertThat(ex.retryAfter()).isZero());
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call())
				.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(60)));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call())
				.withMessageStartingWith("acme/gpt-4.1: all api keys rest, as the service asked to send less")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.RATE_LIMITED))
				.satisfies(
						(ex) -> assertThat(ex.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60)));
		}
	}

	private static List<WeightedKey> keys() {
		return List.of(new WeightedKey(Secret.of("sk-one"), 1), new WeightedKey(Secret.of("sk-two"), 1));
	}

	private static String refusal(String status) {
		return RawServer.json(status, "{\"error\":{\"message\":\"no\"}}");
	}

	private static ChatClient client(RawServer server, Authorization authorization) {
		return client(settings(server).authorization(authorization));
	}

	private static ChatClient client(ProviderSettings.Builder settings) {
		return ChatClient.of(new HttpChatProvider(settings.build(), WebClient.create()));
	}

	private static ProviderSettings.Builder settings(RawServer server) {
		return ProviderSettings.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai"))
			.wireFormat("openai-chat")
			.baseUrl(server.uri())
			.model("gpt-4.1");
	}

}
