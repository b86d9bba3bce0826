package io.github.llmspring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What every {@link ChatProvider} keeps to, be it a service or a decorator around one.
 */
public abstract class ChatProviderContract {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/**
	 * How long to listen for what must not come: too short a time misses a fault, but
	 * reports none that is not there.
	 */
	private static final Duration MOMENT = Duration.ofMillis(30);

	/**
	 * Provider that answers, when streaming in at least three pieces.
	 */
	protected abstract ChatProvider answering();

	/**
	 * Provider that fails before any content.
	 */
	protected abstract ChatProvider failing();

	/**
	 * Provider whose streams fail after some content.
	 */
	protected abstract ChatProvider breakingOff();

	/**
	 * Provider that never comes to an end: whole answers do not come, streams begin with
	 * a piece and go silent. Where nothing runs ahead of demand, any provider will do.
	 */
	protected ChatProvider unending() {
		return answering();
	}

	/**
	 * The exchanges with the service, where they can be seen.
	 */
	protected Optional<Exchanges> exchanges() {
		return Optional.empty();
	}

	private Exchanges visibleExchanges() {
		assumeTrue(exchanges().isPresent(), "The exchanges of this provider cannot be seen");
		return exchanges().orElseThrow();
	}

	private static ChatRequest request(boolean streaming) {
		return ChatRequest.builder()
			.model("m")
			.message(Message.user("think: let me see\nHello"))
			.streaming(streaming)
			.build();
	}

	private static List<ChatEvent> events(Flux<ChatEvent> answer) {
		return Objects.requireNonNull(answer.collectList().block(PATIENCE));
	}

	private static Recorder recorded(Flux<ChatEvent> answer) {
		Recorder recorder = new Recorder();
		answer.subscribe(recorder);
		return recorder;
	}

	private static String text(List<ChatEvent> events) {
		return events.stream()
			.filter(ChatEvent.TextDelta.class::isInstance)
			.map((event) -> ((ChatEvent.TextDelta) event).text())
			.collect(Collectors.joining());
	}

	private static String reasoning(List<ChatEvent> events) {
		return events.stream()
			.filter(ChatEvent.ReasoningDelta.class::isInstance)
			.map((event) -> ((ChatEvent.ReasoningDelta) event).text())
			.collect(Collectors.joining());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachSubscriptionIsOneExchangeAndNothingElseIs(boolean streaming) {
		Exchanges exchanges = visibleExchanges();
		Flux<ChatEvent> answer = answering().send(request(streaming));
		assertThat(exchanges.begun()).isZero();
		events(answer);
		assertThat(exchanges.begun()).isEqualTo(1);
		events(answer);
		assertThat(exchanges.begun()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void secondSubscriptionIsAnsweredLikeTheFirst(boolean streaming) {
		Flux<ChatEvent> answer = answering().send(request(streaming));
		assertThat(events(answer)).isNotEmpty().isEqualTo(events(answer));
	}

	@Test
	void wholeAnswerIsOneEvent() {
		List<ChatEvent> events = events(answering().send(request(false)));
		assertThat(events).singleElement().isInstanceOf(ChatEvent.Completed.class);
		assertThat(((ChatEvent.Completed) events.get(0)).response().content()).isNotEmpty();
	}

	@Test
	void streamIsPiecesThenTheWholeAnswerThatTheyMake() {
		List<ChatEvent> events = events(answering().send(request(true)));
		assertThat(events).hasSizeGreaterThan(3);
		List<ChatEvent> pieces = events.subList(0, events.size() - 1);
		assertThat(pieces).doesNotHaveAnyElementsOfTypes(ChatEvent.Completed.class);
		assertThat(events).last().isInstanceOf(ChatEvent.Completed.class);
		ChatResponse response = ((ChatEvent.Completed) events.get(events.size() - 1)).response();
		assertThat(response.content()).isNotEmpty().isEqualTo(text(pieces));
		assertThat(response.reasoning()).isNotNull().isEqualTo(reasoning(pieces));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyErrorIsAnLlmException(boolean streaming) {
		Flux<ChatEvent> answer = failing().send(request(streaming));
		StepVerifier.create(answer).expectError(LlmException.class).verify(PATIENCE);
		StepVerifier.create(answer).expectError(LlmException.class).verify(PATIENCE);
	}

	@Test
	void streamThatBreaksOffEndsInAnLlmExceptionWithTheContentSoFar() {
		Recorder recorder = recorded(breakingOff().send(request(true)));
		recorder.request(Long.MAX_VALUE);
		List<ChatEvent> pieces = recorder.awaitError(PATIENCE);
		assertThat(pieces).isNotEmpty().doesNotHaveAnyElementsOfTypes(ChatEvent.Completed.class);
		assertThat(recorder.error()).isInstanceOf(LlmException.class);
		ChatResponse partial = ((LlmException) recorder.error()).partial();
		assertThat(partial).isNotNull();
		assertThat(partial.content()).isEqualTo(text(pieces));
		assertThat(Objects.requireNonNullElse(partial.reasoning(), "")).isEqualTo(reasoning(pieces));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void asManyEventsComeAsAreAskedFor(boolean streaming) {
		ChatProvider provider = answering();
		int count = events(provider.send(request(streaming))).size();
		StepVerifier.Step<ChatEvent> steps = StepVerifier.create(provider.send(request(streaming)), 0)
			.expectSubscription()
			.expectNoEvent(MOMENT);
		for (int i = 1; i < count; i++) {
			steps = steps.thenRequest(1)
				.expectNextMatches((event) -> !(event instanceof ChatEvent.Completed))
				.expectNoEvent(MOMENT);
		}
		steps.thenRequest(1).expectNextMatches(ChatEvent.Completed.class::isInstance).expectComplete().verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void demandThatIsNoneGivesNoEvent(long demand) {
		for (boolean streaming : new boolean[] { false, true }) {
			Recorder recorder = recorded(answering().send(request(streaming)));
			recorder.request(demand);
			Signal<ChatEvent> first = recorder.next(MOMENT);
			if (first != null) {
				assertThat(first.isOnError()).isTrue();
				continue;
			}
			recorder.request(1);
			assertThat(recorder.next(PATIENCE).isOnNext()).isTrue();
			Signal<ChatEvent> second = recorder.next(MOMENT);
			assertThat(second == null || second.isOnComplete()).isTrue();
			recorder.cancel();
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void demandThatIsNoneIsAnErrorForSubscribersOfTheStandard(long demand) {
		for (boolean streaming : new boolean[] { false, true }) {
			Recorder recorder = new Recorder();
			answering().send(request(streaming)).subscribe(recorder.ofTheStandard());
			recorder.request(demand);
			Signal<ChatEvent> only = recorder.next(PATIENCE);
			assertThat(only).isNotNull();
			assertThat(only.getThrowable()).isInstanceOf(IllegalArgumentException.class);
			assertThat(recorder.next(MOMENT)).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void demandAndCancellingFromManyThreadsAtOnceAreSafe(boolean streaming) throws Exception {
		ChatProvider provider = answering();
		int expected = events(provider.send(request(streaming))).size();
		ExecutorService threads = Executors.newFixedThreadPool(3);
		try {
			for (int run = 0; run < 50; run++) {
				Recorder recorder = recorded(provider.send(request(streaming)));
				boolean cancelling = run % 2 == 0;
				List<Callable<Object>> actions = new ArrayList<>(
						Collections.nCopies(expected + 1, Executors.callable(() -> recorder.request(1))));
				actions.addAll(Collections.nCopies(cancelling ? 2 : 0, Executors.callable(recorder::cancel)));
				threads.invokeAll(actions);
				List<Signal<ChatEvent>> signals = recorder.all(cancelling ? MOMENT : PATIENCE);
				long ends = signals.stream().filter((signal) -> !signal.isOnNext()).count();
				assertThat(signals).as("run %d", run).hasSizeLessThanOrEqualTo(expected + 1);
				assertThat(ends).as("run %d", run).isLessThanOrEqualTo(1);
				assertThat(recorder.overlapped()).as("run %d", run).isFalse();
				if (!cancelling) {
					assertThat(signals).as("run %d", run).hasSize(expected + 1).last().matches(Signal::isOnComplete);
				}
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void cancelledStreamIsSilent() {
		Recorder recorder = recorded(answering().send(request(true)));
		recorder.request(1);
		assertThat(recorder.next(PATIENCE).isOnNext()).isTrue();
		recorder.stop();
		recorder.stop();
		assertThat(recorder.next(MOMENT)).isNull();
	}

	@Test
	void streamCancelledWithinAnEventIsSilent() {
		Recorder recorder = new Recorder().stoppingAtTheFirstEvent();
		answering().send(request(true)).subscribe(recorder);
		recorder.request(Long.MAX_VALUE);
		assertThat(recorder.next(PATIENCE).isOnNext()).isTrue();
		assertThat(recorder.next(MOMENT)).isNull();
	}

	@Test
	void cancellingAStreamEndsTheExchange() {
		Exchanges exchanges = visibleExchanges();
		Recorder recorder = recorded(unending().send(request(true)));
		recorder.request(1);
		assertThat(recorder.next(PATIENCE).isOnNext()).isTrue();
		assertThat(exchanges.abandoned()).isZero();
		recorder.stop();
		exchanges.awaitAbandoned(PATIENCE);
		assertThat(recorder.next(MOMENT)).isNull();
	}

	@Test
	void cancellingBeforeTheWholeAnswerCameEndsTheExchange() {
		Exchanges exchanges = visibleExchanges();
		Recorder recorder = recorded(unending().send(request(false)));
		exchanges.awaitBegun(PATIENCE);
		assertThat(exchanges.abandoned()).isZero();
		recorder.stop();
		exchanges.awaitAbandoned(PATIENCE);
		assertThat(recorder.next(MOMENT)).isNull();
	}

}
