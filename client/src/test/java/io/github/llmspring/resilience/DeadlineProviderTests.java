package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
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
	void earlierDeadlineOfTheCallerHoldsAndGoesDown() {
		Instant deadline = Instant.now().plusSeconds(30);
		StepVerifier
			.create(within(Duration.ofMinutes(1), this.silent).send(ChatRequest.builder().deadline(deadline).build()))
			.then(() -> this.clock.advanceTimeBy(Duration.ofSeconds(30)))
			.verifyErrorSatisfies(
					(ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(LlmException.Reason.TIMEOUT_TOTAL));
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
