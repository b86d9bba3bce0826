package io.github.llmspring.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Fault.Scene;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProviderHttpClient} and what calls do to its connections.
 */
class ConnectionsTests {

	private static final Preset PRESET = Presets.load(Preset.class.getClassLoader()).get("openai-compatible");

	private static final String KEPT_OPEN = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
			+ Scene.wholeBody().getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + Scene.wholeBody();

	private static ProviderSettings settings(URI uri, UnaryOperator<ProviderSettings.Builder> change) {
		return change.apply(ProviderSettings.builder("acme", PRESET).baseUrl(uri).model("m")).build();
	}

	private static ChatClient client(ProviderSettings settings, ProviderHttpClient connections) {
		return ChatClient.of(HttpChatProvider.of(settings, connections));
	}

	@Test
	void callersThatWaitForAConnectionAreServedHoweverMany() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		int callers = 20;
		try (RawServer server = RawServer.playing((request, connection) -> {
			await(go);
			Scene.answer(request, connection);
		})) {
			ProviderSettings settings = settings(server.uri(), (builder) -> builder.maxConnections(1));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				ChatClient client = client(settings, connections);
				Mono<Long> answers = Flux.range(0, callers)
					.flatMap((number) -> client.prompt("Hi").mono(), callers)
					.filter((response) -> response.content().equals(Scene.ANSWER))
					.count()
					.doOnSubscribe((subscription) -> go.countDown());
				assertThat(answers.block(Duration.ofSeconds(20))).isEqualTo(callers);
			}
		}
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			if (!latch.await(10, TimeUnit.SECONDS)) {
				throw new IOException("Nobody came");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	@Test
	void connectionServesOneCallAfterTheOther() {
		AtomicInteger opened = new AtomicInteger();
		try (RawServer server = RawServer.playing((request, connection) -> {
			opened.incrementAndGet();
			connection.send(KEPT_OPEN);
			while (connection.nextRequest() != null) {
				connection.send(KEPT_OPEN);
			}
		})) {
			ProviderSettings settings = settings(server.uri(), (builder) -> builder.maxConnections(1));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				ChatClient client = client(settings, connections);
				for (int i = 0; i < 5; i++) {
					assertThat(client.prompt("Hi").content()).isEqualTo(Scene.ANSWER);
				}
			}
		}
		assertThat(opened).hasValue(1);
	}

	@Test
	void connectionThatTheServiceClosedInTheMeantimeIsNotUsed() throws Exception {
		try (RawServer server = RawServer.playing((request, connection) -> connection.send(KEPT_OPEN))) {
			ProviderSettings settings = settings(server.uri(), UnaryOperator.identity());
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				CountDownLatch closed = new CountDownLatch(1);
				HttpChatProvider provider = new HttpChatProvider(settings,
						WebClient.builder()
							.clientConnector(new ReactorClientHttpConnector(connections.client()
								.doOnConnected((connection) -> connection.onTerminate()
									.subscribe(null, null, closed::countDown))))
							.build());
				ChatClient client = ChatClient.of(provider);
				assertThat(client.prompt("Hi").content()).isEqualTo(Scene.ANSWER);
				assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
				assertThat(client.prompt("Hi").content()).isEqualTo(Scene.ANSWER);
				assertThat(server.requestCount()).isEqualTo(2);
			}
		}
	}

	@Test
	void requestThatWasReadIsNeverSentASecondTime() throws Exception {
		for (RawServer.Script failure : List.<RawServer.Script>of((request, connection) -> connection.reset(),
				(request, connection) -> connection.close())) {
			try (RawServer server = RawServer.playing(failure)) {
				ProviderSettings settings = settings(server.uri(), UnaryOperator.identity());
				try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
					assertThatExceptionOfType(LlmException.class)
						.isThrownBy(() -> client(settings, connections).prompt("Hi").call())
						.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CONNECTION));
					server.awaitClosed();
					assertThat(server.requestCount()).isEqualTo(1);
				}
			}
		}
	}

	@Test
	void redirectIsNotFollowed() throws Exception {
		try (RawServer elsewhere = RawServer.answering(Scene.whole());
				RawServer server = RawServer.answering("HTTP/1.1 307 Temporary Redirect\r\nConnection: close\r\n"
						+ "Content-Length: 0\r\nLocation: " + elsewhere.uri() + "/v1?key=k#top\r\n\r\n")) {
			ProviderSettings settings = settings(server.uri(), UnaryOperator.identity());
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> client(settings, connections).prompt("Hi").call())
					.withMessage("acme/m: the service redirects to " + elsewhere.uri()
							+ "/v1, which is not followed: it "
							+ "would get the key (HTTP 307). Set the provider's base-url to the address that answers "
							+ "itself.");
			}
			assertThat(elsewhere.requestCount()).isZero();
		}
	}

	@Test
	void callerThatWaitsWhileTheConnectionsAreClosedGetsAnExplanation() throws Exception {
		try (RawServer server = RawServer.playing((request, connection) -> connection.awaitClose())) {
			ProviderSettings settings = settings(server.uri(), (builder) -> builder.maxConnections(1));
			ProviderHttpClient connections = new ProviderHttpClient(settings);
			HttpChatProvider provider = HttpChatProvider.of(settings, connections);
			RecordedCall first = RecordedCall.of(provider.send(FaultTests.request(true)));
			server.takeRequest();
			RecordedCall waiting = RecordedCall.of(provider.send(FaultTests.request(true)));
			connections.close();
			assertThat(waiting.endsWithin(10_000)).isTrue();
			assertThat(waiting.message()).isEqualTo("the connections to http://service are closed already. "
					+ "Send requests only while the application runs.");
			server.close();
			assertThat(first.endsWithin(10_000)).isTrue();
		}
	}

	@Test
	void longestWaitForAConnectionIsTheConfiguredOne() {
		Timeouts timeouts = new Timeouts(Duration.ofMillis(1234), Duration.ZERO, Duration.ZERO, Duration.ZERO);
		ProviderSettings settings = settings(URI.create("http://127.0.0.1:1"), (builder) -> builder.timeouts(timeouts));
		try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
			assertThat(connections.client().configuration().options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS))
				.isEqualTo(1234);
		}
	}

	@Test
	void proxyWithoutPortHasTheUsualOne() {
		assertThat(ProviderHttpClient.port(URI.create("http://proxy.example"))).isEqualTo(80);
		assertThat(ProviderHttpClient.port(URI.create("socks5://proxy.example"))).isEqualTo(1080);
		assertThat(ProviderHttpClient.port(URI.create("http://proxy.example:3128"))).isEqualTo(3128);
	}

}
