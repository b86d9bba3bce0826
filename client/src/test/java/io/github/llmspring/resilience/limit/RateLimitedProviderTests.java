package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RateLimitedProvider}.
 */
class RateLimitedProviderTests {

	private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

	private static Limited requests(long perMinute, Duration patience) {
		return new Limited(perMinute, null, null, patience, false);
	}

	private static Limited tokens(long perMinute, Duration patience) {
		return new Limited(null, perMinute, null, patience, false);
	}

	private static Limited concurrent(int places, Duration patience) {
		return new Limited(null, null, places, patience, false);
	}

	@Test
	void requestsBeyondThoseOfTheMinuteWaitUntilOneIsFree() {
		Limited limited = requests(60, TEN_SECONDS);
		limited.calls(62);
		assertThat(limited.service.exchanges()).hasSize(60);
		limited.pass(999);
		assertThat(limited.service.exchanges()).hasSize(60);
		limited.pass(2);
		assertThat(limited.service.exchanges()).hasSize(61);
		limited.pass(1_000);
		assertThat(limited.service.exchanges()).hasSize(62);
	}

	@Test
	void waitThatIsKnownToBeTooLongIsRefusedAtOnceAndTold() {
		Limited limited = requests(2, TEN_SECONDS);
		limited.calls(2);
		Limited.Call refused = limited.call("m");
		assertThat(refused.failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
		assertThat(refused.failure.retryable()).isFalse();
		assertThat(refused.failure.retryAfter()).isEqualTo(Duration.ofSeconds(30));
		assertThat(refused.failure).hasMessage("acme/m: the requests of this minute are used up, and will let the call "
				+ "pass in 30 s; a call waits 10 s at most. Send less, wait longer (llm.providers.acme.rate-limit.wait), "
				+ "or raise llm.providers.acme.rate-limit.requests-per-minute.");
	}

	@Test
	void firstComeIsFirstServed() {
		Limited limited = concurrent(1, TEN_SECONDS);
		for (String model : List.of("first", "second", "third", "fourth")) {
			limited.call(model);
		}
		for (int i = 0; i < 4; i++) {
			limited.service.last().answer();
		}
		assertThat(limited.service.asked()).containsExactly("first", "second", "third", "fourth");
	}

	@Test
	void whoeverGivesUpLeavesTheLineAtOnce() {
		Limited limited = concurrent(1, TEN_SECONDS);
		limited.call("first");
		Limited.Call second = limited.call("second");
		limited.call("third");
		second.cancel();
		assertThat(limited.provider.line().waiting()).isOne();
		limited.service.last().answer();
		assertThat(limited.service.asked()).containsExactly("first", "third");
	}

	@Test
	void firstInLineThatGivesUpPassesOnWhatItHad() {
		Limited limited = new Limited(2L, 200L, null, Duration.ofMinutes(2), false);
		limited.call("large", (request) -> request.options(ChatOptions.builder().maxOutputTokens(150).build()));
		Limited.Call waiting = limited.call("waiting");
		Limited.Call next = limited.call("next",
				(request) -> request.options(ChatOptions.builder().maxOutputTokens(20).build()));
		waiting.cancel();
		assertThat(limited.service.asked()).containsExactly("large", "next");
		assertThat(next.failure).isNull();
	}

	@Test
	void withoutPatienceNobodyWaits() {
		Limited limited = concurrent(1, Duration.ZERO);
		limited.call("first");
		Limited.Call second = limited.call("second");
		assertThat(second.failure).hasMessage("acme/second: as many calls are under way as may be at the same time; "
				+ "a call waits 0 ms at most. Send less, wait longer (llm.providers.acme.rate-limit.wait), or raise "
				+ "llm.providers.acme.rate-limit.max-concurrent.");
		assertThat(second.failure.retryAfter()).isNull();
		limited.service.last().answer();
		limited.call("third");
		assertThat(limited.service.asked()).containsExactly("first", "third");
	}

	@Test
	void patienceEndsWhereverInTheLine() {
		Limited limited = concurrent(1, TEN_SECONDS);
		limited.call("first");
		Limited.Call second = limited.call("second");
		limited.pass(5_000);
		Limited.Call third = limited.call("third");
		limited.pass(4_999);
		assertThat(second.failure).isNull();
		limited.pass(1);
		assertThat(second.failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
		assertThat(third.failure).isNull();
		limited.pass(5_000);
		assertThat(third.failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
		assertThat(limited.provider.line().waiting()).isZero();
	}

	@Test
	void deadlineOfTheRequestEndsTheWaitSooner() {
		Limited limited = concurrent(1, TEN_SECONDS);
		limited.call("first");
		Instant deadline = limited.now().plusSeconds(3);
		Limited.Call second = limited.call("second", (request) -> request.deadline(deadline));
		limited.pass(2_999);
		assertThat(second.failure).isNull();
		limited.pass(1);
		assertThat(second.failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
		Limited.Call late = limited.call("late", (request) -> request.deadline(deadline.minusSeconds(60)));
		assertThat(late.failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
	}

	@Test
	void placeIsFreeAgainHoweverACallEnds() {
		Limited limited = concurrent(1, Duration.ZERO);
		limited.call("answered");
		limited.service.last().answer();
		limited.call("failed");
		limited.service.last().fail(LlmException.of(Reason.OVERLOADED, "busy"));
		limited.call("cancelled").cancel();
		assertThat(limited.service.last().isOver()).isTrue();
		limited.call("last");
		assertThat(limited.service.asked()).containsExactly("answered", "failed", "cancelled", "last");
		assertThat(limited.service.mostAtOnce()).isOne();
	}

	@Test
	void providerThatThrowsInsteadOfFailingLosesNoPlace() {
		RateLimitedProvider provider = new RateLimitedProvider("acme", (request) -> {
			throw new IllegalStateException("broken");
		}, new RateLimitSettings(null, null, 1, Duration.ZERO, false, 0), Quotas.local(), (message) -> 0);
		for (int i = 0; i < 2; i++) {
			StepVerifier.create(provider.send(ChatRequest.builder().build())).verifyErrorMessage("broken");
		}
	}

	@Test
	void tokensAreTakenAsEstimatedAndCorrectedToWhatTheServiceCounts() {
		Limited limited = tokens(200, Duration.ZERO);
		limited.call("first");
		limited.call("second");
		assertThat(limited.call("third").failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
		limited.service.last().answer(20);
		assertThat(limited.call("fourth", (request) -> request.options(output(71))).failure).isNotNull();
		assertThat(limited.call("fifth", (request) -> request.options(output(70))).failure).isNull();
		assertThat(limited.service.asked()).containsExactly("first", "second", "fifth");
	}

	@Test
	void whatWasUsedBeyondTheEstimateIsOwed() {
		Limited limited = tokens(600, TEN_SECONDS);
		limited.call("first");
		limited.service.last().answer(1_200);
		// the bucket stands at -600, the next call needs 100, and 10 come each second
		Limited.Call refused = limited.call("second");
		assertThat(refused.failure.retryAfter()).isEqualTo(Duration.ofSeconds(70));
		limited.pass(70_000);
		limited.call("third");
		assertThat(limited.service.asked()).containsExactly("first", "third");
	}

	@Test
	void tokensThatACallDidNotUseLetTheNextPassSooner() {
		Limited limited = tokens(100, TEN_SECONDS);
		limited.call("first");
		Limited.Call second = limited.call("second");
		assertThat(second.failure).isNull();
		limited.pass(5_000);
		limited.service.last().answer(0);
		assertThat(limited.service.asked()).containsExactly("first", "second");
		limited.call("third");
		limited.pass(10_000);
		assertThat(limited.service.asked()).hasSize(2);
	}

	@Test
	void callLargerThanTheLimitTakesAllOfIt() {
		Limited limited = tokens(50, TEN_SECONDS);
		limited.call("first");
		assertThat(limited.service.asked()).containsExactly("first");
		limited.service.last().answer(50);
		assertThat(limited.call("second").failure.retryAfter()).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void toolsSchemaAndOutputOfTheRequestCount() {
		Limited limited = tokens(1_000, Duration.ZERO);
		limited.call("first",
				(request) -> request.options(ChatOptions.builder().maxOutputTokens(500).build())
					.tools(List.of(new ToolDefinition("name", "d".repeat(96), "s".repeat(700))))
					.outputFormat(new OutputFormat("form", "f".repeat(400))));
		// 10 + 500 + 800 / 4 + 400 / 4
		assertThat(limited.call("second", (request) -> request.options(output(181))).failure).isNotNull();
		limited.call("third", (request) -> request.options(output(180)));
		assertThat(limited.service.asked()).containsExactly("first", "third");
	}

	private static ChatOptions output(int tokens) {
		return ChatOptions.builder().maxOutputTokens(tokens).build();
	}

	@Test
	void requestThatTheServiceRefusedUsedNoTokens() {
		Limited limited = tokens(100, Duration.ZERO);
		limited.call("first");
		limited.service.last().fail(LlmException.builder(Reason.RATE_LIMITED, "too fast").status(429).build());
		limited.call("second");
		assertThat(limited.service.asked()).containsExactly("first", "second");
	}

	@ParameterizedTest
	@EnumSource(names = { "INVALID_REQUEST", "UNSUPPORTED", "AUTHENTICATION", "TIMEOUT_CONNECT" })
	void requestThatWasNeverSentIsGivenBack(Reason reason) {
		Limited limited = requests(1, Duration.ZERO);
		limited.call("first");
		limited.service.last().fail(LlmException.of(reason, "not sent"));
		limited.call("second");
		assertThat(limited.service.asked()).containsExactly("first", "second");
		limited.service.last().fail(LlmException.builder(reason, "sent").status(400).build());
		assertThat(limited.call("third").failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
	}

	@Test
	void streamThatBreaksOffCountsWhatItBrought() {
		Limited limited = tokens(100, Duration.ZERO);
		limited.call("first");
		ChatResponse partial = ChatResponse.builder().usage(new Usage(5L, null, null, 15L, null, Map.of())).build();
		limited.service.last().fail(LlmException.builder(Reason.STREAM_TRUNCATED, "cut").partial(partial).build());
		assertThat(limited.call("second", (request) -> request.options(output(71))).failure).isNotNull();
		assertThat(limited.call("third", (request) -> request.options(output(70))).failure).isNull();
	}

	@Test
	void streamThatIsCancelledCountsWhatItBrought() {
		Limited limited = tokens(100, Duration.ZERO);
		Limited.Call first = limited.call("first");
		limited.service.last().say("t".repeat(40));
		first.cancel();
		assertThat(limited.call("second", (request) -> request.options(output(71))).failure).isNotNull();
		assertThat(limited.call("third", (request) -> request.options(output(70))).failure).isNull();
	}

	@Test
	void wholeAnswerThatIsCancelledCountsAsEstimated() {
		Limited limited = tokens(150, Duration.ZERO);
		limited.call("first", (request) -> request.streaming(false)).cancel();
		assertThat(limited.call("second", (request) -> request.options(output(41))).failure).isNotNull();
		assertThat(limited.call("third", (request) -> request.options(output(40))).failure).isNull();
	}

	@Test
	void callThatIsCancelledBeforeItIsSentUsesNothing() {
		Limited limited = new Limited(2L, 100L, 1, TEN_SECONDS, false);
		limited.call("first");
		Limited.Call waiting = limited.call("waiting");
		waiting.cancel();
		limited.service.last().answer(0);
		limited.call("second");
		assertThat(limited.service.asked()).containsExactly("first", "second");
	}

	@Test
	void whatTheServiceTellsIsKeptToUntilItsReset() {
		Limited limited = new Limited(null, null, null, TEN_SECONDS, true);
		limited.call("first");
		limited.service.last().answer(Usage.UNKNOWN, told(limited, 0, 60));
		Limited.Call refused = limited.call("second");
		assertThat(refused.failure.retryAfter()).isEqualTo(Duration.ofSeconds(60));
		assertThat(refused.failure).hasMessage("acme/second: the service told that no request is left, and will let "
				+ "the call pass in 60 s; a call waits 10 s at most. Send less, wait longer "
				+ "(llm.providers.acme.rate-limit.wait), or turn off llm.providers.acme.rate-limit.learn.");
		limited.pass(55_000);
		limited.call("third");
		assertThat(limited.service.exchanges()).hasSize(1);
		limited.pass(5_000);
		assertThat(limited.service.asked()).containsExactly("first", "third");
	}

	private static RateLimitState told(Limited limited, long remaining, int seconds) {
		return new RateLimitState(new Allowance(100L, remaining, limited.now().plusSeconds(seconds)), null,
				limited.now());
	}

	@Test
	void whatIsLeftGoesDownWithEachCallUntilTheServiceTellsAgain() {
		Limited limited = new Limited(null, null, null, Duration.ZERO, true);
		limited.call("first");
		limited.service.last().answer(Usage.UNKNOWN, told(limited, 2, 60));
		limited.calls(2);
		assertThat(limited.call("fourth").failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
		limited.pass(1);
		limited.service.last().answer(Usage.UNKNOWN, told(limited, 1, 60));
		assertThat(limited.call("fifth").failure).isNull();
	}

	@Test
	void errorTellsToo() {
		Limited limited = new Limited(null, null, null, Duration.ZERO, true);
		limited.call("first");
		RateLimitState state = new RateLimitState(null, new Allowance(null, 0, null), limited.now());
		limited.service.last()
			.fail(LlmException.builder(Reason.RATE_LIMITED, "too fast").status(429).rateLimits(state).build());
		// the service does not tell until when: a minute
		assertThat(limited.call("second").failure.retryAfter()).isEqualTo(Duration.ofMinutes(1));
		assertThat(limited.call("second").failure.getMessage()).contains("no tokens are left");
	}

	@Test
	void whatWasToldEarlierDoesNotReplaceWhatWasToldLater() {
		Limited limited = new Limited(null, null, null, Duration.ZERO, true);
		RateLimitState early = told(limited, 50, 60);
		limited.call("long stream");
		limited.call("short");
		limited.pass(1_000);
		limited.service.last().answer(Usage.UNKNOWN, told(limited, 0, 60));
		limited.service.exchanges().get(0).answer(Usage.UNKNOWN, early);
		assertThat(limited.call("third").failure.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
	}

	@Test
	void afterTheResetNoMoreGoesThanTheLimitUntilTheServiceTellsAgain() {
		Limited limited = new Limited(null, null, null, Duration.ZERO, true);
		limited.call("first");
		RateLimitState state = new RateLimitState(new Allowance(3L, 0, limited.now().plusSeconds(1)), null,
				limited.now());
		limited.service.last().answer(Usage.UNKNOWN, state);
		limited.pass(1_000);
		limited.calls(5);
		assertThat(limited.service.exchanges()).hasSize(4);
	}

	@Test
	void absurdResetIsBelievedForAnHour() {
		Limited limited = new Limited(null, null, null, Duration.ZERO, true);
		limited.call("first");
		limited.service.last().answer(Usage.UNKNOWN, told(limited, 0, 3_000_000));
		assertThat(limited.call("second").failure.retryAfter()).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void nothingIsLearntUnlessAskedForAndWhereALimitIsSet() {
		Limited off = concurrent(5, Duration.ZERO);
		off.call("first");
		off.service.last().answer(Usage.UNKNOWN, told(off, 0, 60));
		assertThat(off.call("second").failure).isNull();
		Limited set = new Limited(5L, null, null, Duration.ZERO, true);
		set.call("first");
		set.service.last().answer(Usage.UNKNOWN, told(set, 0, 60));
		assertThat(set.call("second").failure).isNull();
	}

	@Test
	void eventsPassAsTheyAre() {
		Limited limited = tokens(1_000, Duration.ZERO);
		Limited.Call call = limited.call("first");
		limited.service.last().say("Hello");
		limited.service.last().answer(7);
		assertThat(call.events).first().isEqualTo(new ChatEvent.TextDelta("Hello"));
		assertThat(call.events).last().isInstanceOf(ChatEvent.Completed.class);
		assertThat(call.complete).isTrue();
	}

	@Test
	void settingsOutOfBoundsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RateLimitSettings(0L, null, null, Duration.ZERO, false, 0))
			.withMessage("'requestsPerMinute' is out of bounds");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RateLimitSettings(null, null, null, Duration.ofMillis(-1), false, 0))
			.withMessage("'patience' is out of bounds");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RateLimitSettings(null, 60_000_000_001L, null, Duration.ZERO, false, 0));
		assertThat(RateLimitSettings.NONE.limited()).isFalse();
	}

}
