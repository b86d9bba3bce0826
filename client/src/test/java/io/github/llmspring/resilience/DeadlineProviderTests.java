package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeadlineProvider}.
 */
class DeadlineProviderTests {

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private final ChatProvider silent = (request) -> Flux.<ChatEvent>never().doOnCancel(() -> this.cancelled.set(true));

	private DeadlineProvider within(Duration total, ChatProvider provider) {
		return new DeadlineProvider("acme", provider, total, this.clock);
	}

	@Test
	void callThatTakesTooLongIsEnded() {
		StepVerifier.create(within(Duration.ofSeconds(10), this.silent).send(ChatRequest.builder().model("m").build()))
			.then(() -> this.clock.advanceTimeBy(Duration.ofMillis(9_900)))
			.then(() -> assertThat(this.cancelled).isFalse())
			.then(() -> this.clock.advanceTimeBy(Duration.ofMillis(100)))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(LlmException.class)
				.hasMessageStartingWith("acme/m: the call was not over within 10000 ms. "));
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void streamIsGivenAMomentToEndItself() {
		StepVerifier
			.create(within(Duration.ofSeconds(10), this.silent).send(ChatRequest.builder().streaming(true).build()))
			.then(() -> this.clock.advanceTimeBy(Duration.ofMillis(10_050)))
			.then(() -> assertThat(this.cancelled).isFalse())
			.then(() -> this.clock.advanceTimeBy(Duration.ofMillis(50)))
			.verifyError(LlmException.class);
	}

	@Test
	void textSoFarIsNotLostWhereAStreamThatHadBegunEndsItselfLate() {
		ChatResponse partial = ChatResponse.builder().content(new Content.Text("so far")).build();
		Flux<ChatEvent> late = Flux.<ChatEvent>just(new ChatEvent.TextDelta("so far"))
			.concatWith(Mono.delay(Duration.ofMillis(11_000), this.clock)
				.then(Mono
					.error(LlmException.builder(Reason.TIMEOUT_TOTAL, "the time was up").partial(partial).build())));
		StepVerifier
			.create(within(Duration.ofSeconds(10), (request) -> late)
				.send(ChatRequest.builder().streaming(true).build()))
			.expectNext(new ChatEvent.TextDelta("so far"))
			.then(() -> this.clock.advanceTimeBy(Duration.ofSeconds(12)))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).partial()).isEqualTo(partial));
	}

	@Test
	void streamThatHadBegunAndDoesNotEndItselfIsEndedASecondLater() {
		StepVerifier
			.create(within(Duration.ofSeconds(10),
					(request) -> this.silent.send(request).startWith(new ChatEvent.TextDelta("so far")))
				.send(ChatRequest.builder().streaming(true).build()))
			.expectNextCount(1)
			.then(() -> this.clock.advanceTimeBy(Duration.ofMillis(11_050)))
			.then(() -> assertThat(this.cancelled).isFalse())
			.then(() -> this.clock.advanceTimeBy(Duration.ofMillis(50)))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.TIMEOUT_TOTAL));
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void earlierDeadlineOfTheCallerHoldsAndGoesDown() {
		Instant deadline = Instant.now().plusSeconds(30);
		StepVerifier
			.create(within(Duration.ofMinutes(1), this.silent).send(ChatRequest.builder().deadline(deadline).build()))
			.then(() -> this.clock.advanceTimeBy(Duration.ofSeconds(30)))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.TIMEOUT_TOTAL));
		StepVerifier
			.create(within(Duration.ofMinutes(1),
					(request) -> Mono.just(request.deadline())
						.<ChatEvent>map((seen) -> new ChatEvent.TextDelta(seen.toString()))
						.flux())
				.send(ChatRequest.builder().deadline(deadline).build()))
			.expectNext(new ChatEvent.TextDelta(deadline.toString()))
			.verifyComplete();
	}

	@Test
	void answerInTimePasses() {
		ChatEvent answer = new ChatEvent.Completed(ChatResponse.builder().build());
		StepVerifier
			.create(within(Duration.ofSeconds(1), (request) -> Flux.just(answer)).send(ChatRequest.builder().build()))
			.expectNext(answer)
			.verifyComplete();
	}

}
