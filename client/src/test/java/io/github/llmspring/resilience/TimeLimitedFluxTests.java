package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.llmspring.ChatEvent;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimeLimitedFlux}.
 */
class TimeLimitedFluxTests {

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private TimeLimitedFlux limited(Flux<ChatEvent> source) {
		return new TimeLimitedFlux(source, Duration.ofSeconds(1), this.clock, () -> new IllegalStateException("late"));
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
