package io.github.llmspring;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnswerMono}.
 */
class AnswerMonoTests {

	private static final ChatResponse ANSWER = ChatResponse.builder().content(new Content.Text("Yes")).build();

	private final TestPublisher<ChatEvent> events = TestPublisher.create();

	@Test
	void answerComesWhenTheEventsHaveEnded() {
		List<ChatResponse> received = new ArrayList<>();
		StepVerifier.create(new AnswerMono(this.events.flux()).doOnNext(received::add))
			.then(() -> this.events.next(new ChatEvent.TextDelta("Yes"), new ChatEvent.Completed(ANSWER)))
			.then(() -> assertThat(received).isEmpty())
			.then(this.events::complete)
			.expectNext(ANSWER)
			.verifyComplete();
		this.events.assertWasNotCancelled();
	}

	@Test
	void nothingIsAskedForBeforeTheAnswerIs() {
		StepVerifier.create(new AnswerMono(this.events.flux()), 0)
			.expectSubscription()
			.then(() -> this.events.assertMinRequested(0).assertMaxRequested(0))
			.thenRequest(1)
			.then(() -> this.events.assertMinRequested(Long.MAX_VALUE))
			.thenCancel()
			.verify();
		this.events.assertWasCancelled();
	}

	@Test
	void eventsWithoutTheirEndAreTheProvidersFault() {
		StepVerifier.create(new AnswerMono(Flux.just(new ChatEvent.TextDelta("Yes"))))
			.verifyErrorMessage(
					"The events ended without a ChatEvent.Completed, which every ChatProvider has to end with");
	}

	@Test
	void failureIsPassedOn() {
		IllegalStateException broken = new IllegalStateException("broken");
		StepVerifier.create(new AnswerMono(Flux.error(broken))).verifyErrorMatches((ex) -> ex == broken);
	}

}
