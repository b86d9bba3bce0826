package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CallsUnderWay}.
 */
class CallsUnderWayTests {

	private static final ChatRequest REQUEST = ChatRequest.builder().model("m").build();

	private final AtomicInteger closed = new AtomicInteger();

	private final CallsUnderWay calls = new CallsUnderWay(this.closed::incrementAndGet);

	@Test
	void whatNobodyUsesIsClosedAtOnce() {
		this.calls.retire();
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void whatIsUsedIsClosedAfterTheLastCall() {
		this.calls.begin();
		this.calls.begin();
		this.calls.retire();
		this.calls.end();
		assertThat(this.closed).hasValue(0);
		this.calls.end();
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void whatIsNotRetiredStaysOpen() {
		this.calls.begin();
		this.calls.end();
		assertThat(this.closed).hasValue(0);
	}

	@Test
	void callThatBeginsLateIsFollowedByAnotherClosing() {
		this.calls.retire();
		this.calls.begin();
		assertThat(this.closed).hasValue(1);
		this.calls.end();
		assertThat(this.closed).hasValue(2);
	}

	@Test
	void callThatBeginsWhileItClosesWaitsForThat() throws InterruptedException {
		CountDownLatch closing = new CountDownLatch(1);
		CountDownLatch close = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		CallsUnderWay slow = new CallsUnderWay(() -> {
			closing.countDown();
			await(close);
			this.closed.incrementAndGet();
		});
		Thread retiring = new Thread(slow::retire);
		retiring.start();
		await(closing);
		AtomicInteger closedBefore = new AtomicInteger(-1);
		Thread late = new Thread(() -> {
			slow.begin();
			closedBefore.set(this.closed.get());
			begun.countDown();
		});
		late.start();
		while (slow.count() == 0) {
			Thread.onSpinWait();
		}
		assertThat(begun.getCount()).isEqualTo(1);
		close.countDown();
		await(begun);
		retiring.join(TimeUnit.SECONDS.toMillis(10));
		assertThat(closedBefore).hasValue(1);
		assertThat(slow.count()).isEqualTo(1);
		slow.end();
		assertThat(this.closed).hasValue(2);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void everyEndOfCallsIsCountedOnce() {
		VirtualTimeScheduler clock = VirtualTimeScheduler.create();
		TestPublisher<ChatEvent> answer = TestPublisher
			.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		Flux<ChatEvent> limited = new TimeLimitedFlux(answer.flux(), Duration.ofSeconds(1), false, clock,
				() -> new IllegalStateException("late"), this.calls);
		StepVerifier.create(limited).then(() -> counted(1)).then(answer::complete).verifyComplete();
		counted(0);
		StepVerifier.create(limited)
			.then(() -> counted(1))
			.then(() -> answer.error(new IllegalStateException("broken")))
			.verifyErrorMessage("broken");
		counted(0);
		StepVerifier.create(limited).then(() -> counted(1)).thenCancel().verify();
		counted(0);
		StepVerifier.create(limited)
			.then(() -> counted(1))
			.then(() -> clock.advanceTimeBy(Duration.ofSeconds(2)))
			.verifyErrorMessage("late");
		answer.error(new IllegalStateException("after it was over"));
		counted(0);
	}

	private void counted(int expected) {
		assertThat(this.calls.count()).isEqualTo(expected);
	}

	@Test
	void singleResultsCountFromTheirSubscriptionOn() {
		Mono<String> counted = this.calls.counted(Mono.fromSupplier(() -> "under way: " + this.calls.count()));
		counted(0);
		assertThat(counted.block()).isEqualTo("under way: 1");
		counted(0);
	}

	@Test
	void providerWithoutACountIsNotCounted() {
		DeadlineProvider provider = new DeadlineProvider("acme", (request) -> Flux.empty(), Duration.ofSeconds(1));
		assertThat(provider.send(REQUEST).collectList().block()).isEmpty();
	}

}
