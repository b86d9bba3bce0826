package io.github.llmspring.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Fault.Scene;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for streams whose reader takes its time.
 */
class SlowReaderTests {

	private static final int EVENTS = 3_000;

	private static final String EVENT = "data: " + Scene.piece("x".repeat(10_000)) + "\n\n";

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger sent = new AtomicInteger();

	private final Reader reader = new Reader();

	private void serveMuch(RawServer.Request request, RawServer.Connection connection) throws IOException {
		connection.send(RawServer.head("text/event-stream"));
		for (int i = 0; i < EVENTS; i++) {
			connection.send(EVENT);
			this.sent.incrementAndGet();
		}
		connection.send("data: " + Scene.end() + "\n\ndata: [DONE]\n\n");
	}

	private ChatProvider provider(ProviderHttpClient connections, ProviderSettings settings) {
		return new HttpChatProvider(settings,
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(connections.client())).build(),
				new Ticker(this.time, () -> this.time.now(TimeUnit.NANOSECONDS)));
	}

	private ProviderSettings settings(RawServer server, Duration total) {
		return ProviderSettings.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai-compatible"))
			.baseUrl(server.uri())
			.model("m")
			.timeouts(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60), total))
			.build();
	}

	/**
	 * Waits until the server has begun and cannot send any more.
	 */
	private void awaitStandstill() throws InterruptedException {
		CountDownLatch never = new CountDownLatch(1);
		int before = 0;
		for (int round = 0; round < 100 && (before == 0 || this.sent.get() != before); round++) {
			before = this.sent.get();
			assertThat(never.await(300, TimeUnit.MILLISECONDS)).isFalse();
		}
		assertThat(this.sent.get()).isEqualTo(before);
	}

	@Test
	void serviceWaitsForTheReaderWhoseTimeDoesNotCount() throws Exception {
		try (RawServer server = RawServer.playing(this::serveMuch)) {
			ProviderSettings settings = settings(server, Duration.ofHours(10));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				provider(connections, settings).send(FaultTests.request(true)).subscribe(this.reader);
				this.reader.request(1);
				assertThat(this.reader.first.await(10, TimeUnit.SECONDS)).isTrue();
				awaitStandstill();
				assertThat(this.sent.get()).isPositive().isLessThan(EVENTS);
				this.time.advanceTimeBy(Duration.ofHours(9));
				assertThat(this.reader.failure).isNull();
				assertThat(this.reader.events).hasValue(1);
				this.reader.request(Long.MAX_VALUE);
				assertThat(this.reader.ended.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(this.reader.failure).isNull();
				assertThat(this.reader.events).hasValue(EVENTS + 1);
			}
		}
	}

	@Test
	void readerThatAsksForNothingIsNoLateBeginning() throws Exception {
		try (RawServer server = RawServer.playing(this::serveMuch)) {
			ProviderSettings settings = settings(server, Duration.ofHours(10));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				provider(connections, settings).send(FaultTests.request(true)).subscribe(this.reader);
				awaitStandstill();
				assertThat(this.sent.get()).isPositive().isLessThan(EVENTS);
				this.time.advanceTimeBy(Duration.ofHours(9));
				assertThat(this.reader.failure).isNull();
				this.reader.request(1);
				assertThat(this.reader.first.await(10, TimeUnit.SECONDS)).isTrue();
				this.reader.cancel();
				server.awaitClosed();
			}
		}
	}

	@Test
	void timeOfTheCallIsUpForASlowReaderToo() throws Exception {
		try (RawServer server = RawServer.playing(this::serveMuch)) {
			ProviderSettings settings = settings(server, Duration.ofMinutes(10));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				provider(connections, settings).send(FaultTests.request(true)).subscribe(this.reader);
				this.reader.request(1);
				assertThat(this.reader.first.await(10, TimeUnit.SECONDS)).isTrue();
				this.time.advanceTimeBy(Duration.ofMinutes(10));
				assertThat(this.reader.ended.await(10, TimeUnit.SECONDS)).isTrue();
				assertThat(this.reader.failure).isInstanceOfSatisfying(LlmException.class, (failure) -> {
					assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_TOTAL);
					assertThat(failure.partial().content()).startsWith("xxx");
				});
				server.awaitClosed();
			}
		}
	}

	/**
	 * Reader that asks only when told to.
	 */
	private static final class Reader extends BaseSubscriber<ChatEvent> {

		private final AtomicInteger events = new AtomicInteger();

		private final CountDownLatch first = new CountDownLatch(1);

		private final CountDownLatch ended = new CountDownLatch(1);

		private volatile Throwable failure;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// asks later
		}

		@Override
		protected void hookOnNext(ChatEvent event) {
			this.events.incrementAndGet();
			this.first.countDown();
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.failure = failure;
			this.ended.countDown();
		}

		@Override
		protected void hookOnComplete() {
			this.ended.countDown();
		}

	}

}
