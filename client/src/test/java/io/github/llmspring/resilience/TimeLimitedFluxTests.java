package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatEvent;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimeLimitedFlux}.
 */
class TimeLimitedFluxTests {

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private TimeLimitedFlux limited(Flux<ChatEvent> source) {
		return limited(source, false, this.clock);
	}

	private static TimeLimitedFlux limited(Flux<ChatEvent> source, boolean endsItself, Scheduler scheduler) {
		return new TimeLimitedFlux(source, Duration.ofSeconds(1), endsItself, scheduler,
				() -> new IllegalStateException("late"), null);
	}

	@Test
	void eventsThatComeWithinTheDemandForThemAreDelivered() {
		List<ChatEvent> events = limited(new Answering(5)).limitRate(1).collectList().block(Duration.ofSeconds(10));
		assertThat(Objects.requireNonNull(events)).hasSize(5);
		StepVerifier.create(limited(new Answering(5)), 1)
			.expectNextCount(1)
			.thenRequest(2)
			.expectNextCount(2)
			.thenRequest(2)
			.expectNextCount(2)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void timeThatIsUpWithinAnEventEndsAfterIt() {
		List<String> signals = new ArrayList<>();
		BaseSubscriber<ChatEvent> reader = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
			}

			@Override
			protected void hookOnNext(ChatEvent event) {
				TimeLimitedFluxTests.this.clock.advanceTimeBy(Duration.ofSeconds(2));
				signals.add("event");
			}

			@Override
			protected void hookOnError(Throwable failure) {
				signals.add(String.valueOf(failure.getMessage()));
			}

		};
		limited(new Answering(5)).subscribe(reader);
		reader.request(3);
		assertThat(signals).containsExactly("event", "late");
	}

	@Test
	void momentToEndItselfIsCountedFromWhenTheTimerWasHeard() {
		LateTimers timers = new LateTimers();
		TestPublisher<ChatEvent> stream = TestPublisher.create();
		StepVerifier.create(limited(stream.flux(), true, timers))
			.then(() -> stream.next(new ChatEvent.TextDelta("piece")))
			.expectNextCount(1)
			.then(() -> assertThat(timers.runNext()).isEqualTo(Duration.ofSeconds(1)))
			.then(() -> assertThat(timers.runNext()).isEqualTo(Duration.ofMillis(100)))
			.then(() -> stream.error(new IllegalStateException("by itself")))
			.expectErrorMessage("by itself")
			.verify(Duration.ofSeconds(10));
		assertThat(timers.waiting()).isZero();
	}

	@Test
	void timerIsTakenBackWhereTheEventsEndWhileItIsSet() {
		LateTimers timers = new LateTimers();
		TestPublisher<ChatEvent> answer = TestPublisher.create();
		timers.meanwhile(answer::complete);
		StepVerifier.create(limited(answer.flux(), false, timers)).expectComplete().verify(Duration.ofSeconds(10));
		assertThat(timers.waiting()).isZero();
	}

	/**
	 * Timers of a machine that is too busy to hear them: each is heard when the test says
	 * so.
	 */
	private static final class LateTimers implements Scheduler {

		private final Deque<Timer> timers = new ArrayDeque<>();

		private Runnable meanwhile = () -> {
		};

		/**
		 * What happens elsewhere before a timer that is set is known.
		 */
		void meanwhile(Runnable action) {
			this.meanwhile = action;
		}

		Duration runNext() {
			Timer next = this.timers.remove();
			next.task().run();
			return next.delay();
		}

		long waiting() {
			return this.timers.stream().filter((timer) -> !timer.handle().isDisposed()).count();
		}

		@Override
		public Disposable schedule(Runnable task) {
			return schedule(task, 0, TimeUnit.NANOSECONDS);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			this.meanwhile.run();
			Disposable handle = Disposables.single();
			this.timers.add(new Timer(task, Duration.ofNanos(unit.toNanos(delay)), handle));
			return handle;
		}

		@Override
		public Worker createWorker() {
			throw new UnsupportedOperationException();
		}

		private record Timer(Runnable task, Duration delay, Disposable handle) {
		}

	}

	/**
	 * Source that answers each demand at once, as the standard allows: within the call
	 * that asks.
	 */
	private static final class Answering extends Flux<ChatEvent> {

		private final int count;

		Answering(int count) {
			this.count = count;
		}

		@Override
		public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
			actual.onSubscribe(new Subscription() {

				private int sent;

				private boolean over;

				@Override
				public void request(long demand) {
					for (long i = 0; i < demand && !this.over; i++) {
						this.sent++;
						this.over = this.sent == Answering.this.count;
						boolean last = this.over;
						actual.onNext(new ChatEvent.TextDelta("piece"));
						if (last) {
							actual.onComplete();
						}
					}
				}

				@Override
				public void cancel() {
					this.over = true;
				}

			});
		}

	}

}
