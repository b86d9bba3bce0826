package io.github.llmspring.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.answer;
import static io.github.llmspring.ScriptedProvider.failure;
import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link GuardedProvider}, the circuit breakers and the rests.
 */
class GuardedProviderTests {

	private static final ModelAddress ADDRESS = new ModelAddress("acme", "m");

	private static final ChatRequest REQUEST = ChatRequest.builder().model("m").build();

	private static final ChatRequest STREAM = ChatRequest.builder().model("m").streaming(true).build();

	private static final Flux<ChatEvent> ANSWER = Flux.just(whole("a"));

	/**
	 * The time that a breaker is open, and the moment after it.
	 */
	private static final Duration OPEN = Duration.ofMillis(30_001);

	private final MovableClock clock = new MovableClock();

	private final CandidateHealth health = new CandidateHealth(this.clock);

	@BeforeEach
	void protect() {
		this.health.protect("acme", BreakerSettings.DEFAULTS);
	}

	private GuardedProvider around(ScriptedProvider provider) {
		return new GuardedProvider("acme", provider, this.health);
	}

	private static List<Flux<ChatEvent>> times(int count, Flux<ChatEvent> exchange) {
		return new ArrayList<>(Collections.nCopies(count, exchange));
	}

	private static void run(GuardedProvider provider, ChatRequest request, int calls) {
		for (int i = 0; i < calls; i++) {
			provider.send(request).onErrorComplete().blockLast(Duration.ofSeconds(10));
		}
	}

	private static LlmException refused(GuardedProvider provider) {
		List<LlmException> failures = new ArrayList<>();
		StepVerifier.create(provider.send(REQUEST)).verifyErrorSatisfies((ex) -> failures.add((LlmException) ex));
		return failures.get(0);
	}

	private BreakerState breaker() {
		return this.health.state(ADDRESS).breaker();
	}

	@Test
	void breakerOpensAfterHalfOfAtLeastFiveCallsFailed() {
		List<Flux<ChatEvent>> script = times(3, ANSWER);
		script.addAll(times(3, failure(Reason.SERVER_ERROR)));
		ScriptedProvider provider = ScriptedProvider.of(script);
		run(around(provider), REQUEST, 5);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
		run(around(provider), REQUEST, 1);
		assertThat(breaker()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void fewerThanFiveCallsAreTooFewToJudge() {
		run(around(ScriptedProvider.of(times(4, failure(Reason.SERVER_ERROR)))), REQUEST, 4);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void failuresOfMoreThanAMinuteAgoAreForgotten() {
		ScriptedProvider provider = ScriptedProvider.of(times(5, failure(Reason.SERVER_ERROR)));
		run(around(provider), REQUEST, 4);
		this.clock.advance(Duration.ofSeconds(61));
		run(around(provider), REQUEST, 1);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void openBreakerSendsNothingAndSaysUntilWhen() {
		ScriptedProvider provider = ScriptedProvider.of(times(5, failure(Reason.SERVER_ERROR)));
		run(around(provider), REQUEST, 5);
		this.clock.advance(Duration.ofSeconds(10));
		LlmException refusal = refused(around(provider));
		assertThat(provider.exchanges()).isEqualTo(5);
		assertThat(refusal.reason()).isEqualTo(Reason.CIRCUIT_OPEN);
		assertThat(refusal.retryable()).isFalse();
		assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(20));
		assertThat(refusal).hasMessage("acme/m: nothing was sent, the circuit breaker is open: 5 of 5 calls within "
				+ "60 s failed. Wait until 2026-01-01T12:00:30Z, 20 s from now, or ask another model.");
		assertThat(this.health.isReady(ADDRESS)).isFalse();
		assertThat(this.health.restLeft(ADDRESS)).isEqualTo(Duration.ofSeconds(20));
		assertThat(this.health.state(ADDRESS).why())
			.isEqualTo("the circuit breaker is open: 5 of 5 calls within 60 s failed");
	}

	@Test
	void afterItsTimeOneCallGoesThroughAndClosesIt() {
		List<Flux<ChatEvent>> script = times(5, failure(Reason.CONNECTION));
		script.add(Flux.never());
		script.add(ANSWER);
		ScriptedProvider provider = ScriptedProvider.of(script);
		run(around(provider), REQUEST, 5);
		this.clock.advance(OPEN);
		assertThat(this.health.isReady(ADDRESS)).isTrue();
		assertThat(breaker()).isEqualTo(BreakerState.HALF_OPEN);
		Disposable first = around(provider).send(REQUEST).subscribe();
		assertThat(refused(around(provider))).hasMessageContaining("One call is under way");
		assertThat(provider.exchanges()).isEqualTo(6);
		first.dispose();
		run(around(provider), REQUEST, 1);
		assertThat(provider.exchanges()).isEqualTo(7);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void callThatIsLetThroughAndFailsOpensItAgain() {
		ScriptedProvider provider = ScriptedProvider.of(times(6, failure(Reason.TIMEOUT_IDLE)));
		run(around(provider), REQUEST, 5);
		this.clock.advance(OPEN);
		run(around(provider), REQUEST, 1);
		assertThat(refused(around(provider)))
			.hasMessageContaining("the call that was let through to see failed as well")
			.hasMessageContaining("30 s from now");
	}

	@Test
	void callFromBeforeItOpenedNeitherClosesItNorLetsAnotherThrough() {
		List<Flux<ChatEvent>> script = new ArrayList<>(List.of(Flux.never(), Flux.never()));
		script.addAll(times(5, failure(Reason.CONNECTION)));
		script.add(Flux.never());
		ScriptedProvider provider = ScriptedProvider.of(script);
		List<Disposable> old = List.of(around(provider).send(REQUEST).subscribe(),
				around(provider).send(REQUEST).subscribe());
		run(around(provider), REQUEST, 5);
		this.clock.advance(OPEN);
		around(provider).send(REQUEST).subscribe();
		old.forEach(Disposable::dispose);
		refused(around(provider));
		assertThat(provider.exchanges()).isEqualTo(8);
	}

	@ParameterizedTest
	@EnumSource(names = { "OVERLOADED", "SERVER_ERROR", "TIMEOUT_CONNECT", "TIMEOUT_FIRST_TOKEN", "TIMEOUT_IDLE",
			"CONNECTION", "STREAM_TRUNCATED", "MALFORMED_RESPONSE" })
	void signsOfAServiceThatIsNotWellCount(Reason reason) {
		run(around(ScriptedProvider.of(times(5, failure(reason)))), REQUEST, 5);
		assertThat(breaker()).isEqualTo(BreakerState.OPEN);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "OVERLOADED", "SERVER_ERROR", "TIMEOUT_CONNECT",
			"TIMEOUT_FIRST_TOKEN", "TIMEOUT_IDLE", "CONNECTION", "STREAM_TRUNCATED", "MALFORMED_RESPONSE" })
	void whatIsRefusedDoesNotCount(Reason reason) {
		run(around(ScriptedProvider.of(times(20, failure(reason)))), REQUEST, 20);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
		assertThat(this.health.state(ADDRESS).inFlight()).isZero();
	}

	@Test
	void statusOfTheCallersFaultDoesNotCountWhateverTheReason() {
		LlmException conflict = LlmException.builder(Reason.SERVER_ERROR, "conflict").status(409).build();
		run(around(ScriptedProvider.of(times(20, Flux.error(conflict)))), REQUEST, 20);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void streamThatBreaksOffCounts() {
		Flux<ChatEvent> broken = Flux.concat(Flux.just(new ChatEvent.TextDelta("a")), failure(Reason.STREAM_TRUNCATED));
		run(around(ScriptedProvider.of(times(5, broken))), STREAM, 5);
		assertThat(breaker()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void refusalInHalfOpenGivesThePermitBack() {
		List<Flux<ChatEvent>> script = times(5, failure(Reason.CONNECTION));
		script.add(failure(Reason.RATE_LIMITED_LOCALLY));
		script.add(failure(Reason.RATE_LIMITED));
		script.add(ANSWER);
		ScriptedProvider provider = ScriptedProvider.of(script);
		run(around(provider), REQUEST, 5);
		this.clock.advance(OPEN);
		run(around(provider), REQUEST, 3);
		assertThat(provider.exchanges()).isEqualTo(8);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void whoeverTakesTheAnswerAndCancelsHasBeenAnswered() {
		List<Flux<ChatEvent>> script = times(5, failure(Reason.CONNECTION));
		script.add(ANSWER.concatWith(Flux.never()));
		ScriptedProvider provider = ScriptedProvider.of(script);
		run(around(provider), REQUEST, 5);
		this.clock.advance(OPEN);
		assertThat(around(provider).send(REQUEST).next().block(Duration.ofSeconds(10))).isNotNull();
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void eachModelHasABreakerOfItsOwn() {
		run(around(ScriptedProvider.of(times(5, failure(Reason.CONNECTION)))), REQUEST, 5);
		ScriptedProvider provider = ScriptedProvider.of(ANSWER);
		run(around(provider), ChatRequest.builder().model("other").build(), 1);
		assertThat(provider.exchanges()).isEqualTo(1);
		assertThat(this.health.states()).extracting(CandidateState::breaker)
			.containsExactly(BreakerState.OPEN, BreakerState.CLOSED);
	}

	@Test
	void withoutSettingsThereIsNoBreaker() {
		CandidateHealth unprotected = new CandidateHealth(this.clock);
		ScriptedProvider provider = ScriptedProvider.of(times(50, failure(Reason.CONNECTION)));
		run(new GuardedProvider("acme", provider, unprotected), REQUEST, 50);
		assertThat(provider.exchanges()).isEqualTo(50);
		assertThat(unprotected.state(ADDRESS).breaker()).isEqualTo(BreakerState.NONE);
		assertThat(unprotected.isReady(ADDRESS)).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> unprotected.openBreaker(ADDRESS))
			.withMessageContaining("circuit-breaker");
	}

	@Test
	void breakerIsOpenedAndClosedByHand() {
		ScriptedProvider provider = ScriptedProvider.of(ANSWER);
		this.health.openBreaker(ADDRESS);
		this.clock.advance(Duration.ofDays(1));
		assertThat(breaker()).isEqualTo(BreakerState.OPEN);
		LlmException refusal = refused(around(provider));
		assertThat(refusal).hasMessageContaining("it was opened by hand. Close the breaker");
		assertThat(refusal.retryAfter()).isNull();
		this.health.closeBreaker(ADDRESS);
		run(around(provider), REQUEST, 1);
		assertThat(provider.exchanges()).isEqualTo(1);
	}

	@Test
	void breakerIsResetByHand() {
		ScriptedProvider provider = ScriptedProvider.of(times(6, failure(Reason.CONNECTION)));
		run(around(provider), REQUEST, 5);
		this.health.resetBreaker(ADDRESS);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
		run(around(provider), REQUEST, 1);
		assertThat(breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@ParameterizedTest
	@CsvSource({ "RATE_LIMITED, 5", "OVERLOADED, 5", "AUTHENTICATION, 300", "QUOTA_EXHAUSTED, 300", "SERVER_ERROR, 0",
			"INVALID_REQUEST, 0", "CIRCUIT_OPEN, 0", "CONNECTION, 0" })
	void failureLetsTheModelRest(Reason reason, long seconds) {
		run(around(ScriptedProvider.of(failure(reason))), REQUEST, 1);
		assertThat(this.health.restLeft(ADDRESS)).isEqualTo(Duration.ofSeconds(seconds));
		assertThat(this.health.isReady(ADDRESS)).isEqualTo(seconds == 0);
		this.clock.advance(Duration.ofSeconds(seconds));
		assertThat(this.health.isReady(ADDRESS)).isTrue();
	}

	@Test
	void waitThatTheServiceAsksForIsItsRestHoweverLong() {
		run(around(ScriptedProvider
			.of(Flux.error(LlmException.builder(Reason.RATE_LIMITED, "no").retryAfter(Duration.ofHours(2)).build()))),
				REQUEST, 1);
		assertThat(this.health.restLeft(ADDRESS)).isEqualTo(Duration.ofHours(2));
		assertThat(this.health.state(ADDRESS).why()).isEqualTo("rate_limited");
	}

	@Test
	void keyThatIsRefusedIsNoReasonToRestWhereAnotherMayDo() {
		run(around(ScriptedProvider
			.of(Flux.error(LlmException.builder(Reason.AUTHENTICATION, "no").retryable(true).build()))), REQUEST, 1);
		assertThat(this.health.isReady(ADDRESS)).isTrue();
	}

	@Test
	void keyThatSentTooMuchIsNoReasonToRestWhereAnotherMayDo() {
		run(around(ScriptedProvider
			.of(Flux.error(LlmException.builder(Reason.RATE_LIMITED, "no").retryAfter(Duration.ZERO).build()))),
				REQUEST, 1);
		assertThat(this.health.isReady(ADDRESS)).isTrue();
	}

	@Test
	void restStopsNoCallAndIsOverWhenOneIsAnswered() {
		ScriptedProvider provider = ScriptedProvider.of(failure(Reason.AUTHENTICATION), ANSWER);
		run(around(provider), REQUEST, 1);
		assertThat(this.health.isReady(ADDRESS)).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		run(around(provider), REQUEST, 1);
		assertThat(this.health.isReady(ADDRESS)).isTrue();
	}

	@Test
	void answerToACallFromBeforeTheRestDoesNotEndIt() {
		Flux<ChatEvent> slow = Flux.concat(Flux.just(new ChatEvent.TextDelta("a")), Flux.just(whole("a")));
		ScriptedProvider provider = ScriptedProvider.of(slow, failure(Reason.RATE_LIMITED));
		StepVerifier.create(around(provider).send(STREAM), 1).expectNextCount(1).then(() -> {
			this.clock.advance(Duration.ofSeconds(1));
			run(around(provider), REQUEST, 1);
		}).thenRequest(1).expectNextCount(1).verifyComplete();
		assertThat(this.health.isReady(ADDRESS)).isFalse();
	}

	@Test
	void callsUnderWayAndTheTimeToTheFirstEventAreKnown() {
		ScriptedProvider provider = ScriptedProvider.of(Flux.never(), paused(Duration.ofMillis(100)),
				paused(Duration.ofMillis(200)), ANSWER);
		Disposable waiting = around(provider).send(STREAM).subscribe();
		assertThat(this.health.state(ADDRESS).inFlight()).isEqualTo(1);
		run(around(provider), STREAM, 1);
		assertThat(this.health.state(ADDRESS).timeToFirstEvent()).isEqualTo(Duration.ofMillis(100));
		run(around(provider), STREAM, 1);
		assertThat(this.health.state(ADDRESS).timeToFirstEvent()).isEqualTo(Duration.ofMillis(120));
		assertThat(this.health.state(ADDRESS).timeToAnswer()).isNull();
		run(around(provider), REQUEST, 1);
		assertThat(this.health.state(ADDRESS).timeToAnswer()).isEqualTo(Duration.ZERO);
		waiting.dispose();
		assertThat(this.health.state(ADDRESS).inFlight()).isZero();
	}

	private Flux<ChatEvent> paused(Duration pause) {
		return Flux.defer(() -> {
			this.clock.advance(pause);
			return answer("a", "b");
		});
	}

	@Test
	void candidatesThatWereNotAskedForTheLongestTimeAreForgotten() {
		ScriptedProvider busy = ScriptedProvider.of(Flux.never());
		around(busy).send(REQUEST).subscribe();
		this.health.rest(new ModelAddress("acme", "resting"), Duration.ofHours(1), "told so");
		for (int i = 0; i < CandidateHealth.MOST_CANDIDATES + 10; i++) {
			this.clock.advance(Duration.ofMillis(1));
			this.health.rest(new ModelAddress("acme", "model-" + i), Duration.ZERO, "told so");
		}
		List<ModelAddress> known = this.health.states().stream().map(CandidateState::address).toList();
		assertThat(known).hasSize(CandidateHealth.MOST_CANDIDATES)
			.contains(ADDRESS, new ModelAddress("acme", "resting"))
			.doesNotContain(new ModelAddress("acme", "model-0"))
			.isSortedAccordingTo(Comparator.comparing(ModelAddress::toString));
	}

	@Test
	void whatChangesForAProviderLeavesTheOthersAlone() {
		ModelAddress other = new ModelAddress("other", "m");
		this.health.protect("other", BreakerSettings.DEFAULTS);
		ScriptedProvider broken = ScriptedProvider.of(times(5, failure(Reason.CONNECTION)));
		run(new GuardedProvider("other", broken, this.health), REQUEST, 5);
		run(around(ScriptedProvider.of(ANSWER)), REQUEST, 1);
		this.health.protect("acme", new BreakerSettings(50, 1, Duration.ofSeconds(60), Duration.ofSeconds(5)));
		assertThat(this.health.state(other).breaker()).isEqualTo(BreakerState.OPEN);
		this.health.unprotect("acme");
		assertThat(breaker()).isEqualTo(BreakerState.NONE);
		assertThat(this.health.state(other).breaker()).isEqualTo(BreakerState.OPEN);
		this.health.forget("acme");
		assertThat(this.health.states()).extracting(CandidateState::address).containsExactly(other);
	}

	@Test
	void settingsThatChangeGiveNewBreakers() {
		ScriptedProvider provider = ScriptedProvider.of(times(6, failure(Reason.CONNECTION)));
		run(around(provider), REQUEST, 5);
		this.health.protect("acme", BreakerSettings.DEFAULTS);
		assertThat(breaker()).isEqualTo(BreakerState.OPEN);
		this.health.protect("acme", new BreakerSettings(50, 1, Duration.ofSeconds(60), Duration.ofSeconds(5)));
		run(around(provider), REQUEST, 1);
		assertThat(Objects.requireNonNull(refused(around(provider)).retryAfter())).isEqualTo(Duration.ofSeconds(5));
	}

}
