package io.github.llmspring.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelInfo;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.answer;
import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContractProvider}.
 */
class ContractProviderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final ChatRequest REQUEST = ChatRequest.builder().model("m1").build();

	private static LlmException failed(ChatProvider provider) {
		List<LlmException> failures = new ArrayList<>();
		StepVerifier.create(new ContractProvider("mainframe", provider).send(REQUEST).ignoreElements())
			.expectErrorSatisfies((ex) -> failures.add((LlmException) ex))
			.verify(PATIENCE);
		return failures.get(0);
	}

	private static LlmException failed(Throwable failure) {
		return failed((request) -> Flux.error(failure));
	}

	private static ChatResponse answered(ChatEvent event) {
		ChatEvent last = new ContractProvider("mainframe", (request) -> Flux.just(event)).send(REQUEST)
			.blockLast(PATIENCE);
		return ((ChatEvent.Completed) last).response();
	}

	@Test
	void plainExceptionIsAFailureOfTheProviderThatItNames() {
		IllegalStateException plain = new IllegalStateException("no tape in drive 3");
		LlmException failure = failed(plain);
		assertThat(failure.reason()).isEqualTo(Reason.SERVER_ERROR);
		assertThat(failure.retryable()).isTrue();
		assertThat(failure.provider()).isEqualTo("mainframe");
		assertThat(failure.model()).isEqualTo("m1");
		assertThat(failure).hasCause(plain)
			.hasMessageStartingWith(
					"mainframe/m1: the provider failed: IllegalStateException: no tape in drive 3. See the cause.");
		assertThat(failed(new IllegalStateException())).hasMessageContaining("failed: IllegalStateException. See");
	}

	@Test
	void exceptionThatIsThrownIsLikeOneThatTheEventsEndWith() {
		UnsupportedOperationException plain = new UnsupportedOperationException("no such drive");
		LlmException failure = failed((request) -> {
			throw plain;
		});
		assertThat(failure).hasCause(plain).hasMessageContaining("no such drive");
		assertThat(failed((request) -> null)).hasMessageContaining("send(..) gave null");
	}

	@Test
	void exceptionAfterContentIsTranslatedToo() {
		ChatProvider provider = (request) -> answer("a", "b").take(2).concatWith(Flux.error(new IOException("gone")));
		StepVerifier.create(new ContractProvider("mainframe", provider).send(REQUEST))
			.expectNext(new ChatEvent.TextDelta("a"), new ChatEvent.TextDelta("b"))
			.expectErrorSatisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.CONNECTION))
			.verify(PATIENCE);
	}

	@Test
	void reasonIsTheFirstThatTheCausesTell() {
		assertThat(failed(new ConnectException("refused")).reason()).isEqualTo(Reason.CONNECTION);
		assertThat(failed(new UncheckedIOException(new IOException("broken pipe"))).reason())
			.isEqualTo(Reason.CONNECTION);
		assertThat(failed(new TimeoutException()).reason()).isEqualTo(Reason.TIMEOUT_IDLE);
		assertThat(failed(new IllegalStateException(new SocketTimeoutException("read"))).reason())
			.isEqualTo(Reason.TIMEOUT_IDLE);
		assertThat(failed(new HttpConnectTimeoutException("connect")).reason()).isEqualTo(Reason.TIMEOUT_CONNECT);
		assertThat(failed(Exceptions.propagate(new InterruptedException())).reason()).isEqualTo(Reason.CANCELLED);
	}

	@Test
	void causesThatGoInCirclesEnd() {
		IllegalStateException first = new IllegalStateException("first");
		IllegalStateException second = new IllegalStateException("second", first);
		first.initCause(second);
		assertThat(failed(first).reason()).isEqualTo(Reason.SERVER_ERROR);
	}

	@Test
	void ownReasonStandsAndGetsTheNameOfTheProvider() {
		IOException cause = new IOException("busy");
		LlmException own = LlmException.builder(Reason.OVERLOADED, "all tapes in use").cause(cause).build();
		LlmException failure = failed(new CompletionException(own));
		assertThat(failure.reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(failure).hasCause(cause).hasMessageStartingWith("mainframe/m1: all tapes in use. ");
		LlmException named = LlmException.builder(Reason.REFUSED, "no").provider("inner").build();
		assertThat(failed(named)).isSameAs(named);
	}

	@Test
	void errorOfTheMachineIsNoFailureOfTheProvider() {
		AssertionError error = new AssertionError("wrong");
		StepVerifier.create(new ContractProvider("mainframe", (request) -> Flux.error(error)).send(REQUEST))
			.verifyErrorMatches((ex) -> ex == error);
	}

	@Test
	void eventsWithoutAWholeAnswerAreAFailure() {
		LlmException empty = failed((request) -> Flux.empty());
		assertThat(empty.reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		assertThat(empty).hasMessage("mainframe/m1: the events ended without a ChatEvent.Completed. "
				+ "Let the provider end its events with one.");
		assertThat(failed((request) -> Flux.just(new ChatEvent.TextDelta("a"))).reason())
			.isEqualTo(Reason.MALFORMED_RESPONSE);
	}

	@Test
	void answerTellsTheProviderAndTheModelThatWasAsked() {
		ChatResponse answer = answered(whole("a"));
		assertThat(answer.provider()).isEqualTo("mainframe");
		assertThat(answer.model()).isEqualTo("m1");
		assertThat(answer.content()).isEqualTo("a");
	}

	@Test
	void whatAnAnswerTellsItselfStands() {
		ChatEvent event = new ChatEvent.Completed(ChatResponse.builder().provider("inner").model("m1-2026").build());
		assertThat(answered(event)).isSameAs(((ChatEvent.Completed) event).response());
	}

	@Test
	void listOfModelsFailsAlike() {
		ChatProvider provider = new ChatProvider() {

			@Override
			public Flux<ChatEvent> send(ChatRequest request) {
				return Flux.empty();
			}

			@Override
			public Mono<List<ModelInfo>> models() {
				throw new IllegalStateException("no list");
			}

		};
		StepVerifier.create(new ContractProvider("mainframe", provider).models())
			.expectErrorSatisfies((ex) -> assertThat((LlmException) ex).hasMessageStartingWith("mainframe: ")
				.hasMessageContaining("no list"))
			.verify(PATIENCE);
	}

}
