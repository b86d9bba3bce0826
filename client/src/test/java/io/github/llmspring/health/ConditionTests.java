package io.github.llmspring.health;

import java.time.Duration;
import java.time.Instant;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.ScriptedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.failure;
import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the calls of a model tell about it.
 */
class ConditionTests {

	private static final ModelAddress ADDRESS = new ModelAddress("acme", "m");

	private static final Flux<ChatEvent> ANSWER = Flux.just(whole("a"));

	private final MovableClock clock = new MovableClock();

	private final CandidateHealth health = new CandidateHealth(this.clock);

	@SafeVarargs
	private CandidateState after(Flux<ChatEvent>... exchanges) {
		ScriptedProvider provider = ScriptedProvider.of(exchanges);
		GuardedProvider guarded = new GuardedProvider("acme", provider, this.health);
		for (int i = 0; i < exchanges.length; i++) {
			guarded.send(ChatRequest.builder().model("m").build()).onErrorComplete().blockLast(Duration.ofSeconds(10));
		}
		return this.health.state(ADDRESS);
	}

	private static Flux<ChatEvent> failing(LlmException.Builder failure) {
		return Flux.error(failure.build());
	}

	@Test
	void nothingIsKnownOfAModelThatWasNeverAsked() {
		CandidateState state = this.health.state(ADDRESS);
		assertThat(state.condition()).isEqualTo(Condition.UNKNOWN);
		assertThat(state.answeredAt()).isNull();
		assertThat(state.lastFailure()).isNull();
	}

	@Test
	void modelThatAnsweredIsWell() {
		CandidateState state = after(ANSWER);
		assertThat(state.condition()).isEqualTo(Condition.WELL);
		assertThat(state.answeredAt()).isEqualTo(this.clock.instant());
		this.clock.advance(Duration.ofDays(1));
		assertThat(this.health.state(ADDRESS).condition()).isEqualTo(Condition.WELL);
	}

	@ParameterizedTest
	@EnumSource(value = Reason.class,
			names = { "OVERLOADED", "SERVER_ERROR", "TIMEOUT_CONNECT", "TIMEOUT_FIRST_TOKEN", "TIMEOUT_IDLE",
					"CONNECTION", "STREAM_TRUNCATED", "MALFORMED_RESPONSE", "AUTHENTICATION", "QUOTA_EXHAUSTED",
					"MODEL_NOT_FOUND" })
	void lastFailureDecidesWhereTheServiceCannotServe(Reason reason) {
		CandidateState state = after(ANSWER, failure(reason));
		assertThat(state.condition()).isEqualTo(Condition.FAILING);
		assertThat(state.lastFailure()).isNotNull().extracting(LastFailure::reason).isEqualTo(reason);
		assertThat(after(ANSWER).condition()).isEqualTo(Condition.WELL);
	}

	@ParameterizedTest
	@EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE,
			names = { "OVERLOADED", "SERVER_ERROR", "TIMEOUT_CONNECT", "TIMEOUT_FIRST_TOKEN", "TIMEOUT_IDLE",
					"CONNECTION", "STREAM_TRUNCATED", "MALFORMED_RESPONSE", "AUTHENTICATION", "QUOTA_EXHAUSTED",
					"MODEL_NOT_FOUND" })
	void otherFailuresAreNotedAndSayNothingOfTheService(Reason reason) {
		CandidateState state = after(ANSWER, failure(reason));
		assertThat(state.condition()).isEqualTo(Condition.WELL);
		assertThat(state.lastFailure()).isNotNull().extracting(LastFailure::reason).isEqualTo(reason);
	}

	@Test
	void failureIsForgottenAfterAMinuteSinceWithoutCallsNothingWouldBecomeKnown() {
		after(failure(Reason.SERVER_ERROR));
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.health.state(ADDRESS).condition()).isEqualTo(Condition.FAILING);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.health.state(ADDRESS).condition()).isEqualTo(Condition.UNKNOWN);
	}

	@Test
	void refusedKeyIsRememberedAsLongAsTheModelRests() {
		after(failure(Reason.AUTHENTICATION));
		this.clock.advance(Duration.ofSeconds(299));
		assertThat(this.health.state(ADDRESS).condition()).isEqualTo(Condition.FAILING);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.health.state(ADDRESS).condition()).isEqualTo(Condition.UNKNOWN);
	}

	@Test
	void modelThatWasWokenDoesNotRest() {
		after(failure(Reason.AUTHENTICATION));
		this.health.wake(ADDRESS);
		assertThat(this.health.isReady(ADDRESS)).isTrue();
	}

	@Test
	void openBreakerIsFailingAlsoWhenItWasOpenedByHand() {
		this.health.protect("acme", BreakerSettings.DEFAULTS);
		after(ANSWER);
		this.health.openBreaker(ADDRESS);
		assertThat(this.health.state(ADDRESS).condition()).isEqualTo(Condition.FAILING);
		this.health.resetBreaker(ADDRESS);
		assertThat(this.health.state(ADDRESS).condition()).isEqualTo(Condition.WELL);
	}

	@Test
	void whatTheServiceSaidIsNotKeptSinceItMayQuoteThePrompt() {
		LastFailure failure = after(
				failing(LlmException.builder(Reason.INVALID_REQUEST, "the service says: 'CANARY' is no colour")
					.status(400)
					.requestId("req-1")))
			.lastFailure();
		assertThat(failure).isNotNull();
		assertThat(failure.toString()).doesNotContain("CANARY");
		assertThat(failure.words()).isNull();
		assertThat(failure.status()).isEqualTo(400);
		assertThat(failure.requestId()).isEqualTo("req-1");
		assertThat(failure.at()).isEqualTo(this.clock.instant());
	}

	@Test
	void whatWasNoticedHereIsKeptInItsWords() {
		assertThat(after(failing(LlmException.builder(Reason.CONNECTION, "connection refused"))).lastFailure())
			.isNotNull()
			.extracting(LastFailure::words)
			.isEqualTo("connection refused");
		assertThat(
				after(failing(LlmException.builder(Reason.CONNECTION, "says the service").status(502))).lastFailure())
			.isNotNull()
			.extracting(LastFailure::words)
			.isNull();
	}

	@Test
	void failureOfAnUnknownKindHasNoReason() {
		assertThat(after(Flux.error(new IllegalStateException("CANARY"))).lastFailure())
			.isEqualTo(new LastFailure(this.clock.instant(), null, null, null, null))
			.extracting(LastFailure::code)
			.isEqualTo("other");
	}

	@Test
	void limitsThatTheServiceToldAreKept() {
		RateLimitState told = new RateLimitState(new RateLimitState.Allowance(100L, 7, null), null, Instant.EPOCH);
		assertThat(after(Flux.just(new ChatEvent.Completed(ChatResponse.builder().rateLimits(told).build()))).limits())
			.isEqualTo(told);
		assertThat(after(ANSWER).limits()).as("one that tells nothing").isEqualTo(told);
		RateLimitState later = new RateLimitState(new RateLimitState.Allowance(100L, 0, null), null, Instant.EPOCH);
		assertThat(after(failing(LlmException.builder(Reason.RATE_LIMITED, "too many").rateLimits(later))).limits())
			.isEqualTo(later);
	}

	@Test
	void nothingIsSentToAProviderThatIsOffNotEvenAsALastResort() {
		ScriptedProvider provider = ScriptedProvider.of(ANSWER);
		GuardedProvider guarded = new GuardedProvider("acme", provider, this.health);
		this.health.switches().off("acme");
		ChatRequest request = ChatRequest.builder().model("m").build();
		StepVerifier.create(guarded.send(request))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.CIRCUIT_OPEN));
		StepVerifier.create(guarded.asLastResort().send(request))
			.verifyErrorMessage("acme/m: nothing was sent, the provider was disabled by hand. Enable it, or ask "
					+ "another model.");
		assertThat(provider.exchanges()).isZero();
		this.health.switches().on("acme");
		StepVerifier.create(guarded.send(request)).expectNextCount(1).verifyComplete();
	}

	@Test
	void switchesKnowWhoIsOff() {
		ProviderSwitches switches = new ProviderSwitches();
		switches.off("b");
		switches.off("a");
		assertThat(switches.off()).containsExactly("a", "b");
		assertThat(switches.isOff("c")).isFalse();
		switches.allOn();
		assertThat(switches.off()).isEmpty();
	}

}
