package io.github.llmspring.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.WireFormats;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventReader}.
 */
class EventReaderTests {

	private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	private static final URI ADDRESS = URI.create("http://127.0.0.1:1/v1");

	private static final Preset PRESET = Presets.load(Preset.class.getClassLoader()).get("openai-compatible");

	private static final WireFormat FORMAT = WireFormats.all().get("openai-chat");

	private static final String END = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final List<ByteBuf> sent = new ArrayList<>();

	private final TestPublisher<DataBuffer> body = TestPublisher
		.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);

	@AfterEach
	void everyBufferIsReleased() {
		assertThat(this.sent).allSatisfy((buffer) -> assertThat(buffer.refCnt()).isZero());
	}

	private DataBuffer buffer(String text) {
		ByteBuf buffer = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
		this.sent.add(buffer);
		return BUFFERS.wrap(buffer);
	}

	private static String text(String... pieces) {
		StringBuilder frames = new StringBuilder();
		for (String piece : pieces) {
			frames.append("data: {\"choices\":[{\"delta\":{\"content\":\"").append(piece).append("\"}}]}\n\n");
		}
		return frames.toString();
	}

	private static EventReader reader(Recorder recorder) {
		ProviderSettings settings = ProviderSettings.builder("acme", PRESET).baseUrl(ADDRESS).build();
		ChatRequest request = ChatRequest.builder().model("m").message(Message.user("Hi")).streaming(true).build();
		HttpCall call = FORMAT.encode(request, Dialect.STANDARD);
		Answering answering = new Answering(settings, FORMAT, Dialect.STANDARD, request, call, ADDRESS,
				new Origin("acme", "m", FORMAT.id()), new RateLimitHeaders(Dialect.STANDARD));
		Watchdog watchdog = new Watchdog(Timeouts.DEFAULTS, Duration.ofMinutes(1),
				new Ticker(Schedulers.immediate(), System::nanoTime), (alarm) -> {
				});
		return new EventReader(recorder, answering.reading(), watchdog);
	}

	@Test
	void buffersAreAskedForOneByOneAndOnlyWhenTheirEventsAre() {
		Recorder recorder = new Recorder(0);
		this.body.subscribe(reader(recorder));
		this.body.assertMinRequested(0).assertMaxRequested(0);
		recorder.request(1);
		this.body.assertMinRequested(1).assertMaxRequested(1);
		this.body.next(buffer(text("a", "b", "c")));
		assertThat(recorder.signals).containsExactly("a");
		recorder.request(2);
		assertThat(recorder.signals).containsExactly("a", "b", "c");
		this.body.assertMaxRequested(0);
		recorder.request(1);
		this.body.assertMinRequested(1);
		this.body.next(buffer(END));
		this.body.complete();
		assertThat(recorder.signals).containsExactly("a", "b", "c", "completed abc", "complete");
	}

	@Test
	void lastEventWaitsUntilItIsAskedFor() {
		Recorder recorder = new Recorder(1);
		this.body.subscribe(reader(recorder));
		this.body.next(buffer(text("a")));
		assertThat(recorder.signals).containsExactly("a");
		recorder.request(1);
		this.body.next(buffer(END)).complete();
		assertThat(recorder.signals).containsExactly("a", "completed a", "complete");
	}

	@Test
	void failureComesAfterTheEventsBeforeItAndNeedsNoDemand() {
		Recorder recorder = new Recorder(1);
		this.body.subscribe(reader(recorder));
		this.body.next(buffer(text("a", "b") + "data: nonsense\n\n"));
		assertThat(recorder.signals).containsExactly("a");
		this.body.assertWasCancelled();
		recorder.request(1);
		assertThat(recorder.signals).containsExactly("a", "b", "error MALFORMED_RESPONSE of ab");
	}

	@Test
	void cancellingDropsWhatIsNotDelivered() {
		Recorder recorder = new Recorder(1);
		EventReader reader = reader(recorder);
		this.body.subscribe(reader);
		this.body.next(buffer(text("a", "b")));
		recorder.cancel();
		recorder.cancel();
		recorder.request(5);
		this.body.assertWasCancelled();
		reader.onNext(buffer(text("c")));
		reader.onComplete();
		assertThat(recorder.signals).containsExactly("a");
	}

	@Test
	void cancellingOnTheLastEventIsTheEnd() {
		Recorder recorder = new Recorder(Long.MAX_VALUE);
		recorder.cancelOn = "completed a";
		this.body.subscribe(reader(recorder));
		this.body.next(buffer(text("a") + END)).complete();
		assertThat(recorder.signals).containsExactly("a", "completed a");
	}

	@Test
	void readerCancelledBeforeItsBodyCancelsTheBody() {
		Recorder recorder = new Recorder(Long.MAX_VALUE);
		EventReader reader = reader(recorder);
		reader.cancel();
		this.body.subscribe(reader);
		this.body.assertWasCancelled();
		assertThat(recorder.signals).isEmpty();
	}

	@Test
	void alarmBeforeTheBodyWaitsForTheSubscription() {
		Recorder recorder = new Recorder(Long.MAX_VALUE);
		EventReader reader = reader(recorder);
		reader.fail(LlmException.of(Reason.TIMEOUT_TOTAL, "too late"));
		assertThat(recorder.signals).isEmpty();
		this.body.subscribe(reader);
		this.body.assertWasCancelled();
		assertThat(recorder.signals).containsExactly("error TIMEOUT_TOTAL");
	}

	@Test
	void alarmDoesNotWaitForDemandAndTellsWhatHadArrived() {
		Recorder recorder = new Recorder(1);
		EventReader reader = reader(recorder);
		this.body.subscribe(reader);
		this.body.next(buffer(text("a", "b")));
		reader.fail(LlmException.of(Reason.TIMEOUT_TOTAL, "too late"));
		this.body.assertWasCancelled();
		assertThat(recorder.signals).containsExactly("a", "error TIMEOUT_TOTAL of ab");
	}

	@Test
	void alarmAfterTheEndOfTheAnswerLeavesItWhole() {
		Recorder recorder = new Recorder(Long.MAX_VALUE);
		EventReader reader = reader(recorder);
		this.body.subscribe(reader);
		this.body.next(buffer(text("a") + END));
		reader.fail(LlmException.of(Reason.TIMEOUT_IDLE, "the stream fell silent"));
		this.body.assertWasCancelled();
		assertThat(recorder.signals).containsExactly("a", "completed a", "complete");
	}

	@Test
	void alarmDoesNotHideAnEarlierFailure() {
		Recorder recorder = new Recorder(1);
		EventReader reader = reader(recorder);
		this.body.subscribe(reader);
		this.body.next(buffer(text("a", "b") + "data: nonsense\n\n"));
		reader.fail(LlmException.of(Reason.TIMEOUT_TOTAL, "too late"));
		assertThat(recorder.signals).containsExactly("a", "error MALFORMED_RESPONSE of ab");
	}

	@Test
	void brokenConnectionAfterTheEndOfTheAnswerLeavesItWhole() {
		Recorder recorder = new Recorder(Long.MAX_VALUE);
		this.body.subscribe(reader(recorder));
		this.body.next(buffer(text("a") + END));
		this.body.error(new IOException("Connection reset by peer"));
		assertThat(recorder.signals).containsExactly("a", "completed a", "complete");
	}

	@Test
	void manyEventsOfOneBufferNeedNoDeepStack() {
		Recorder recorder = new Recorder(1);
		recorder.requestOnEvent = true;
		this.body.subscribe(reader(recorder));
		String[] pieces = new String[20_000];
		Arrays.fill(pieces, "x");
		this.body.next(buffer(text(pieces)));
		this.body.next(buffer(END)).complete();
		assertThat(recorder.signals).hasSize(20_002).endsWith("complete");
	}

	@Test
	void demandAndBuffersFromTwoThreadsLoseNothing() throws Exception {
		for (int run = 0; run < 10_000; run++) {
			Recorder recorder = new Recorder(0);
			EventLoop loop = new EventLoop(List.of(buffer(text("a", "b")), buffer(text("c") + END)));
			EventReader reader = reader(recorder);
			loop.subscribe(reader);
			while (recorder.terminated.getCount() > 0) {
				recorder.request(1);
			}
			assertThat(recorder.signals).as("run %d", run).containsExactly("a", "b", "c", "completed abc", "complete");
			everyBufferIsReleased();
			this.sent.clear();
		}
	}

	@Test
	void demandCancelAndAlarmFromThreeThreadsEndOnceAndLeakNothing() throws Exception {
		ExecutorService others = Executors.newFixedThreadPool(2);
		try {
			for (int run = 0; run < 5_000; run++) {
				Recorder recorder = new Recorder(0);
				EventLoop loop = new EventLoop(List.of(buffer(text("a", "b")), buffer(text("c") + END)));
				EventReader reader = reader(recorder);
				loop.subscribe(reader);
				CountDownLatch done = new CountDownLatch(2);
				boolean alarmed = run % 2 == 0;
				others.execute(() -> {
					for (int i = 0; i < 6; i++) {
						reader.request(1);
					}
					done.countDown();
				});
				others.execute(() -> {
					if (alarmed) {
						reader.fail(LlmException.of(Reason.TIMEOUT_TOTAL, "too late"));
					}
					else {
						reader.cancel();
					}
					done.countDown();
				});
				assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
				if (alarmed) {
					assertThat(recorder.terminated.await(10, TimeUnit.SECONDS)).isTrue();
				}
				loop.awaitIdle();
				assertThat(recorder.overlapping).as("run %d: signals at the same time", run).hasValue(0);
				assertThat(recorder.terminations).as("run %d: ends", run).hasValueLessThan(2);
				everyBufferIsReleased();
				this.sent.clear();
			}
		}
		finally {
			others.shutdownNow();
		}
	}

	/**
	 * Body whose buffers come from one thread, as soon as they are asked for.
	 */
	private static final class EventLoop implements Subscription {

		private static final ExecutorService THREAD = Executors.newSingleThreadExecutor();

		private final List<DataBuffer> buffers;

		private EventReader reader;

		private int next;

		private volatile boolean cancelled;

		EventLoop(List<DataBuffer> buffers) {
			this.buffers = buffers;
		}

		void subscribe(EventReader reader) {
			this.reader = reader;
			reader.onSubscribe(this);
		}

		@Override
		public void request(long count) {
			THREAD.execute(this::emit);
		}

		private void emit() {
			if (this.cancelled || this.next == this.buffers.size()) {
				return;
			}
			this.reader.onNext(this.buffers.get(this.next++));
			if (this.next == this.buffers.size()) {
				this.reader.onComplete();
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			THREAD.execute(this::releaseTheRest);
		}

		private void releaseTheRest() {
			while (this.next < this.buffers.size()) {
				DataBufferUtils.release(this.buffers.get(this.next++));
			}
		}

		void awaitIdle() throws Exception {
			THREAD.submit(this::releaseTheRest).get(10, TimeUnit.SECONDS);
		}

	}

	/**
	 * Subscriber that writes down what it is told.
	 */
	private static final class Recorder implements CoreSubscriber<ChatEvent> {

		private final List<String> signals = new ArrayList<>();

		private final CountDownLatch terminated = new CountDownLatch(1);

		private final AtomicInteger terminations = new AtomicInteger();

		private final AtomicInteger inside = new AtomicInteger();

		private final AtomicInteger overlapping = new AtomicInteger();

		private final long initialDemand;

		private Subscription subscription;

		private String cancelOn = "";

		private boolean requestOnEvent;

		Recorder(long initialDemand) {
			this.initialDemand = initialDemand;
		}

		void request(long count) {
			this.subscription.request(count);
		}

		void cancel() {
			this.subscription.cancel();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			if (this.initialDemand > 0) {
				request(this.initialDemand);
			}
		}

		@Override
		public void onNext(ChatEvent event) {
			String signal = (event instanceof ChatEvent.Completed completed)
					? "completed " + completed.response().content() : ((ChatEvent.TextDelta) event).text();
			add(signal);
			if (signal.equals(this.cancelOn)) {
				cancel();
			}
			if (this.requestOnEvent) {
				request(1);
			}
		}

		@Override
		public void onComplete() {
			end("complete");
		}

		@Override
		public void onError(Throwable failure) {
			LlmException exception = (LlmException) failure;
			end("error " + exception.reason()
					+ ((exception.partial() != null) ? " of " + exception.partial().content() : ""));
		}

		private void end(String signal) {
			add(signal);
			this.terminations.incrementAndGet();
			this.terminated.countDown();
		}

		private void add(String signal) {
			if (this.inside.getAndIncrement() != 0) {
				this.overlapping.incrementAndGet();
			}
			this.signals.add(signal);
			this.inside.decrementAndGet();
		}

	}

}
