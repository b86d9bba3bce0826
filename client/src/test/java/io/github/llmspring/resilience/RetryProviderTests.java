package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static io.github.llmspring.ScriptedProvider.answer;
import static io.github.llmspring.ScriptedProvider.failure;
import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryProvider}, in virtual time.
 */
class RetryProviderTests {

	private static final RetryPolicy POLICY = RetryPolicy.builder().random(() -> 0).build();

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private RetryProvider around(ScriptedProvider provider) {
		return new RetryProvider("acme", provider, POLICY, this.clock);
	}

	private static ChatRequest request(boolean streaming) {
		return ChatRequest.builder().model("m").streaming(streaming).build();
	}

	private static LlmException error(Throwable failure) {
		assertThat(failure).isInstanceOf(LlmException.class);
		return (LlmException) failure;
	}

	private void after(long millis) {
		this.clock.advanceTimeBy(Duration.ofMillis(millis));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatFailedBeforeTheFirstEventIsSentAgainAfterAWait(boolean streaming) {
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.OVERLOADED), failure(Reason.CONNECTION),
				streaming ? answer("a", "b") : Flux.just(whole("ab")));
		List<ChatEvent> events = new ArrayList<>();
		StepVerifier.create(around(provider).send(request(streaming)).doOnNext(events::add))
			.then(() -> after(499))
			.then(() -> assertThat(provider.exchanges()).isEqualTo(1))
			.then(() -> after(1))
			.then(() -> assertThat(provider.exchanges()).isEqualTo(2))
			.then(() -> after(999))
			.then(() -> assertThat(provider.exchanges()).isEqualTo(2))
			.then(() -> after(1))
			.expectNextCount(streaming ? 3 : 1)
			.verifyComplete();
		assertThat(provider.exchanges()).isEqualTo(3);
		ChatResponse response = ((ChatEvent.Completed) events.get(events.size() - 1)).response();
		assertThat(response.content()).isEqualTo("ab");
		ModelAddress address = new ModelAddress("acme", "m");
		assertThat(response.attempts()).containsExactly(
				new Attempt(address, Reason.OVERLOADED, null, Duration.ZERO, Duration.ZERO),
				new Attempt(address, Reason.CONNECTION, null, Duration.ZERO, Duration.ofMillis(500)),
				new Attempt(address, null, null, Duration.ZERO, Duration.ofMillis(1000)));
		assertThat(response.attempts().get(2).answered()).isTrue();
		assertThat(response.attempts().get(1).answered()).isFalse();
	}

	@Test
	void answerAtOnceIsOneAttempt() {
		Flux<ChatEvent> slow = Flux.just(whole("a")).delayElements(Duration.ofSeconds(3), this.clock);
		List<Attempt> attempts = new ArrayList<>();
		StepVerifier.create(around(ScriptedProvider.of(slow)).send(request(false)))
			.then(() -> after(3000))
			.consumeNextWith((event) -> attempts.addAll(((ChatEvent.Completed) event).response().attempts()))
			.verifyComplete();
		assertThat(attempts).containsExactly(
				new Attempt(new ModelAddress("acme", "m"), null, null, Duration.ofSeconds(3), Duration.ZERO));
	}

	@Test
	void whenAllAttemptsFailThenTheLastFailureTellsThemAll() {
		LlmException last = LlmException.builder(Reason.SERVER_ERROR, "down").status(500).requestId("r3").build();
		last.addSuppressed(new IllegalStateException("kept"));
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.OVERLOADED), failure(Reason.SERVER_ERROR),
				Flux.error(last));
		StepVerifier.create(around(provider).send(request(false)))
			.then(() -> after(1500))
			.verifyErrorSatisfies((ex) -> {
				assertThat(error(ex).requestId()).isEqualTo("r3");
				assertThat(ex.getSuppressed()).hasSize(1);
				assertThat(error(ex).attempts()).extracting(Attempt::reason)
					.containsExactly(Reason.OVERLOADED, Reason.SERVER_ERROR, Reason.SERVER_ERROR);
				assertThat(error(ex).attempts()).extracting(Attempt::status).containsExactly(null, null, 500);
			});
		assertThat(provider.exchanges()).isEqualTo(3);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE,
			names = { "RATE_LIMITED", "OVERLOADED", "SERVER_ERROR", "TIMEOUT_CONNECT", "TIMEOUT_FIRST_TOKEN",
					"TIMEOUT_IDLE", "CONNECTION", "STREAM_TRUNCATED", "MALFORMED_RESPONSE" })
	void whatCannotSucceedIsNotSentAgain(Reason reason) {
		ScriptedProvider provider = ScriptedProvider.of(failure(reason));
		StepVerifier.create(around(provider).send(request(false)))
			.verifyErrorSatisfies((ex) -> assertThat(error(ex).attempts()).hasSize(1));
		assertThat(provider.exchanges()).isEqualTo(1);
	}

	@Test
	void nothingIsSentAgainAfterTheFirstEvent() {
		ScriptedProvider provider = ScriptedProvider
			.of(Flux.concat(Flux.just(new ChatEvent.TextDelta("a")), failure(Reason.CONNECTION)));
		StepVerifier.create(around(provider).send(request(true)))
			.expectNext(new ChatEvent.TextDelta("a"))
			.verifyErrorSatisfies((ex) -> assertThat(error(ex).attempts()).hasSize(1));
		assertThat(provider.exchanges()).isEqualTo(1);
	}

	@Test
	void failureOfAnotherKindPassesAsItIs() {
		IllegalStateException failure = new IllegalStateException("own");
		StepVerifier.create(around(ScriptedProvider.of(Flux.error(failure))).send(request(false)))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isSameAs(failure));
	}

	@Test
	void providerThatThrowsFailsLikeOneThatTells() {
		LlmException thrown = LlmException.of(Reason.INVALID_REQUEST, "thrown");
		RetryProvider provider = new RetryProvider("acme", (request) -> {
			throw thrown;
		}, POLICY, this.clock);
		StepVerifier.create(provider.send(request(false)))
			.verifyErrorSatisfies((ex) -> assertThat(error(ex).detail()).isEqualTo("thrown"));
	}

	@Test
	void waitOfTheServiceIsKeptTo() {
		ScriptedProvider provider = ScriptedProvider.of(
				Flux.error(
						LlmException.builder(Reason.RATE_LIMITED, "wait").retryAfter(Duration.ofSeconds(20)).build()),
				Flux.just(whole("a")));
		StepVerifier.create(around(provider).send(request(false)))
			.then(() -> after(19_999))
			.then(() -> assertThat(provider.exchanges()).isEqualTo(1))
			.then(() -> after(1))
			.expectNextCount(1)
			.verifyComplete();
	}

	@Test
	void waitBeyondTheDeadlineIsNotBegun() {
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.OVERLOADED), failure(Reason.OVERLOADED));
		ChatRequest request = request(false).toBuilder().deadline(Instant.EPOCH.plusMillis(1400)).build();
		StepVerifier.create(around(provider).send(request)).then(() -> after(500)).verifyErrorSatisfies((ex) -> {
			assertThat(error(ex).reason()).isEqualTo(Reason.OVERLOADED);
			assertThat(error(ex).attempts()).hasSize(2);
		});
		assertThat(provider.exchanges()).isEqualTo(2);
	}

	@Test
	void cancellingDuringAWaitEndsEverything() {
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.OVERLOADED));
		StepVerifier.create(around(provider).send(request(true))).then(() -> after(100)).thenCancel().verify();
		after(10_000);
		assertThat(provider.exchanges()).isEqualTo(1);
	}

	@Test
	void cancellingDuringAnExchangeEndsIt() {
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.OVERLOADED), Flux.never());
		StepVerifier.create(around(provider).send(request(true))).then(() -> after(500)).thenCancel().verify();
		assertThat(provider.exchanges()).isEqualTo(2);
		assertThat(provider.cancelled()).isEqualTo(1);
		assertThat(provider.open()).isZero();
	}

	@Test
	void cancellingWhenItBeginsSendsNothing() {
		ScriptedProvider provider = ScriptedProvider.of(Flux.never());
		around(provider).send(request(true)).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.cancel();
			}

		});
		assertThat(provider.exchanges()).isZero();
	}

	@Test
	void nextAttemptIsAskedForAllThatWasAskedForSoFar() {
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.OVERLOADED), failure(Reason.OVERLOADED),
				answer("a", "b", "c", "d", "e"));
		StepVerifier.create(around(provider).send(request(true)), 0)
			.then(() -> assertThat(provider.exchanges()).isEqualTo(1))
			.thenRequest(1)
			.thenRequest(1)
			.then(() -> after(500))
			.thenRequest(1)
			.then(() -> after(1000))
			.expectNextCount(3)
			.thenRequest(1)
			.expectNextCount(1)
			.thenRequest(2)
			.expectNextCount(2)
			.verifyComplete();
		assertThat(provider.demands()).containsExactly(2L, 3L, 1L, 2L);
	}

	@Test
	void contextReachesEveryAttempt() {
		AtomicReference<String> seen = new AtomicReference<>("");
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.OVERLOADED), Flux.deferContextual((context) -> {
			seen.set(context.get("user"));
			return Flux.just(whole("a"));
		}));
		StepVerifier.create(around(provider).send(request(false)).contextWrite((context) -> context.put("user", "ann")))
			.then(() -> after(500))
			.expectNextCount(1)
			.verifyComplete();
		assertThat(seen).hasValue("ann");
	}

	@Test
	void attemptsOfTwoSubscriptionsAreTheirOwn() {
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.OVERLOADED), Flux.just(whole("a")),
				Flux.just(whole("a")));
		Flux<ChatEvent> answer = around(provider).send(request(false));
		StepVerifier.create(answer).then(() -> after(500)).expectNextCount(1).verifyComplete();
		StepVerifier.create(answer)
			.assertNext((event) -> assertThat(((ChatEvent.Completed) event).response().attempts()).hasSize(1))
			.verifyComplete();
	}

}
