package io.github.llmspring.http;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.Secret;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the ends of the sentence that wait, over a real connection.
 */
class BlockingCallsTests {

	private static final String PIECES = RawServer.eventStream("{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}", "[DONE]");

	private static final String ANSWER = RawServer.json("200 OK",
			"{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}");

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private ProviderHttpClient connections;

	@AfterEach
	void closeConnections() {
		this.connections.close();
	}

	private ChatClient client(RawServer server) {
		return ChatClient.of(new HttpChatProvider(settings(server), webClient().build()));
	}

	private ProviderSettings settings(RawServer server) {
		ProviderSettings settings = ProviderSettings
			.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai"))
			.wireFormat("openai-chat")
			.baseUrl(server.uri())
			.model("m")
			.apiKey(() -> Secret.of("k"))
			.build();
		this.connections = new ProviderHttpClient(settings);
		return settings;
	}

	private WebClient.Builder webClient() {
		return WebClient.builder().clientConnector(new ReactorClientHttpConnector(this.connections.client()));
	}

	private RawServer sayingThenSilent(String said) {
		return RawServer.playing((request, connection) -> {
			connection.send(said);
			this.asked.countDown();
			connection.awaitClose();
			this.closed.complete(null);
		});
	}

	@Test
	void waitingOnAnEventLoopIsExplained() {
		try (RawServer server = RawServer.answering(ANSWER)) {
			ChatClient client = client(server);
			for (Callable<?> waiting : List.<Callable<?>>of(() -> client.prompt("Hi").content(),
					() -> client.prompt("Hi").call(), () -> client.prompt("Hi").stream().toStream())) {
				assertThatIllegalStateException()
					.isThrownBy(() -> Mono.fromCallable(waiting).subscribeOn(Schedulers.parallel()).block())
					.withMessageContaining("must not wait")
					.withMessageContaining("mono()");
			}
			assertThat(server.requestCount()).isZero();
		}
	}

	@Test
	void interruptedCallEndsTheExchangeAndKeepsTheFlag() throws Exception {
		try (RawServer server = sayingThenSilent("")) {
			ChatClient client = client(server);
			AtomicReference<Throwable> thrown = new AtomicReference<>();
			AtomicReference<Boolean> flag = new AtomicReference<>();
			Thread caller = new Thread(() -> {
				try {
					client.prompt("Hi").call();
				}
				catch (RuntimeException ex) {
					thrown.set(ex);
					flag.set(Thread.currentThread().isInterrupted());
				}
			});
			caller.start();
			assertThat(this.asked.await(10, TimeUnit.SECONDS)).isTrue();
			caller.interrupt();
			caller.join(10_000);
			assertThat(thrown.get()).isInstanceOfSatisfying(LlmException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.CANCELLED));
			assertThat(flag.get()).isTrue();
			this.closed.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void closedStreamEndsTheExchange() throws Exception {
		String begun = PIECES.substring(0, PIECES.indexOf("data: {\"choices\":[{\"delta\":{\"content\":\"lo\""));
		try (RawServer server = sayingThenSilent(begun)) {
			try (Stream<String> pieces = client(server).prompt("Hi").stream().toStream()) {
				Iterator<String> iterator = pieces.iterator();
				assertThat(iterator.next()).isEqualTo("Hel");
			}
			this.closed.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void cancelledStreamEndsTheExchange() throws Exception {
		String begun = PIECES.substring(0, PIECES.indexOf("data: {\"choices\":[{\"delta\":{\"content\":\"lo\""));
		try (RawServer server = sayingThenSilent(begun)) {
			assertThat(client(server).prompt("Hi").stream().content().blockFirst(Duration.ofSeconds(10)))
				.isEqualTo("Hel");
			this.closed.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsWait() throws Exception {
		try (RawServer server = RawServer.playing(
				(request, connection) -> connection.send(request.body().contains("\"stream\"") ? PIECES : ANSWER))) {
			ChatClient client = client(server);
			ExecutorService virtual = virtualThreads();
			try {
				assertThat(virtual.submit(() -> client.prompt("Hi").content()).get(10, TimeUnit.SECONDS))
					.isEqualTo("Hello");
				assertThat(virtual.submit(() -> {
					try (Stream<String> pieces = client.prompt("Hi").stream().toStream()) {
						return pieces.toList();
					}
				}).get(10, TimeUnit.SECONDS)).containsExactly("Hel", "lo");
			}
			finally {
				virtual.shutdown();
			}
		}
	}

	/**
	 * Found by reflection, so that this compiles for Java 17.
	 */
	private static ExecutorService virtualThreads()
			throws NoSuchMethodException, InvocationTargetException, IllegalAccessException {
		return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

	@Test
	void contextOfTheCallersThreadIsCapturedOnceForTheExchange() throws Exception {
		ThreadLocal<String> tenant = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor("test.tenant", tenant);
		AtomicReference<String> seen = new AtomicReference<>();
		try (RawServer server = RawServer.answering(ANSWER)) {
			ProviderSettings settings = settings(server);
			WebClient observing = webClient().filter((request, next) -> Mono.deferContextual((context) -> {
				seen.set(context.getOrDefault("test.tenant", "none"));
				return next.exchange(request);
			})).build();
			tenant.set("acme");
			assertThat(ChatClient.of(new HttpChatProvider(settings, observing)).prompt("Hi").content())
				.isEqualTo("Hello");
			assertThat(seen.get()).isEqualTo("acme");
		}
		finally {
			tenant.remove();
			ContextRegistry.getInstance().removeThreadLocalAccessor("test.tenant");
		}
	}

}
