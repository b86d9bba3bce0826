package io.github.llmspring;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link WaitingReader}, through {@link ChatStream#toStream()}.
 */
class WaitingReaderTests {

	private final AtomicLong requested = new AtomicLong();

	private final AtomicLong subscribed = new AtomicLong();

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private final LlmException failure = LlmException.of(Reason.STREAM_TRUNCATED, "the stream ended");

	private Stream<String> read(Flux<ChatEvent> events) {
		Flux<ChatEvent> watched = events.doOnSubscribe((subscription) -> this.subscribed.incrementAndGet())
			.doOnRequest(this.requested::addAndGet)
			.doOnCancel(() -> this.cancelled.set(true));
		return ChatClient.of((request) -> watched).prompt("Hi").stream().toStream();
	}

	private static Flux<ChatEvent> pieces(int count) {
		return Flux.range(0, count).map((number) -> new ChatEvent.TextDelta(number + " "));
	}

	private static String text(int count) {
		return IntStream.range(0, count).mapToObj((number) -> number + " ").collect(Collectors.joining());
	}

	@Test
	void allPiecesAreRead() {
		try (Stream<String> stream = read(pieces(1_000))) {
			assertThat(stream.collect(Collectors.joining())).isEqualTo(text(1_000));
		}
	}

	@Test
	void piecesOfAnotherThreadAreRead() {
		try (Stream<String> stream = read(pieces(10_000).publishOn(Schedulers.parallel()))) {
			assertThat(stream.collect(Collectors.joining())).isEqualTo(text(10_000));
		}
	}

	@Test
	void nothingIsAskedForBeforeTheFirstPieceIsRead() {
		try (Stream<String> stream = read(pieces(10))) {
			assertThat(this.subscribed).hasValue(0);
			assertThat(stream.iterator().next()).isEqualTo("0 ");
			assertThat(this.subscribed).hasValue(1);
		}
	}

	@Test
	void fewPiecesAreAskedForAhead() {
		Iterator<String> pieces = read(pieces(1_000)).iterator();
		pieces.next();
		assertThat(this.requested).hasValue(32);
		for (int i = 1; i < 24; i++) {
			pieces.next();
		}
		assertThat(this.requested).hasValue(56);
	}

	@Test
	void piecesBeforeAFailureAreRead() {
		List<String> read = new ArrayList<>();
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> read(pieces(3).concatWith(Mono.error(this.failure))).forEach(read::add))
			.isSameAs(this.failure)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.satisfies((trace) -> assertThat(trace.getStackTrace()).extracting(StackTraceElement::getClassName)
					.contains(getClass().getName())));
		assertThat(read).containsExactly("0 ", "1 ", "2 ");
	}

	@Test
	void failureStaysAndTheEndStays() {
		Iterator<String> failing = read(Flux.error(this.failure)).iterator();
		assertThatExceptionOfType(LlmException.class).isThrownBy(failing::hasNext);
		assertThatExceptionOfType(LlmException.class).isThrownBy(failing::hasNext);
		Iterator<String> ended = read(Flux.empty()).iterator();
		assertThat(ended.hasNext()).isFalse();
		assertThat(ended.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(ended::next);
	}

	@Test
	void closingEndsTheExchange() {
		try (Stream<String> stream = read(pieces(1).concatWith(Flux.never()))) {
			assertThat(stream.iterator().next()).isEqualTo("0 ");
			assertThat(this.cancelled).isFalse();
		}
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void closingByAnotherThreadEndsTheWaiting() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		Stream<String> stream = read(
				pieces(1).concatWith(Flux.<ChatEvent>never().doOnSubscribe((subscription) -> waiting.countDown())));
		CompletableFuture<String> reader = new CompletableFuture<>();
		Thread thread = new Thread(() -> reader.complete(stream.collect(Collectors.joining())));
		thread.start();
		assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
		stream.close();
		assertThat(reader.get(10, TimeUnit.SECONDS)).isIn("", "0 ");
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void closedStreamAsksForNothing() {
		Stream<String> stream = read(pieces(10));
		Iterator<String> pieces = stream.iterator();
		stream.close();
		assertThat(pieces.hasNext()).isFalse();
		assertThat(this.subscribed).hasValue(0);
	}

	@Test
	void interruptionEndsTheExchangeAndKeepsTheFlag() {
		Iterator<String> pieces = read(pieces(1).concatWith(Flux.never())).iterator();
		pieces.next();
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(LlmException.class).isThrownBy(pieces::hasNext)
				.withMessage("interrupted while waiting for the answer. "
						+ "The waiting thread was interrupted; the exchange was ended.")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CANCELLED));
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
			assertThat(this.cancelled).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void readingOnAnEventLoopIsExplained() {
		Stream<String> stream = read(pieces(10));
		assertThatIllegalStateException()
			.isThrownBy(() -> Mono.fromCallable(stream::findFirst).subscribeOn(Schedulers.parallel()).block())
			.withMessageContaining("must not wait");
	}

}
