package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.Attempt;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryingEmbeddings} within {@link TimeLimitedEmbeddings}, in virtual
 * time.
 */
class RetryingEmbeddingsTests {

	private static final EmbeddingRequest REQUEST = new EmbeddingRequest(List.of("a"), "m", EmbeddingOptions.NONE);

	private static final EmbeddingResponse ANSWER = new EmbeddingResponse(List.of(new float[] { 1 }), "m", "acme",
			Usage.UNKNOWN, List.of());

	private static final RetryPolicy POLICY = RetryPolicy.builder().random(() -> 0).build();

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final List<Throwable> failures = new ArrayList<>();

	private EmbeddingRequest request = REQUEST;

	private int exchanges;

	private int cancelled;

	private EmbeddingResponse answer;

	@SafeVarargs
	private Disposable begin(Mono<EmbeddingResponse>... script) {
		Iterator<Mono<EmbeddingResponse>> next = Arrays.asList(script).iterator();
		EmbeddingProvider provider = (request) -> Mono.defer(() -> {
			this.exchanges++;
			return next.next().doOnCancel(() -> this.cancelled++);
		});
		return new TimeLimitedEmbeddings("acme", new RetryingEmbeddings("acme", provider, POLICY, this.clock),
				Duration.ofSeconds(10), this.clock)
			.embed(this.request)
			.subscribe((response) -> this.answer = response, this.failures::add);
	}

	private static Mono<EmbeddingResponse> failure(Reason reason) {
		return failure(LlmException.builder(reason, "scripted"));
	}

	private static Mono<EmbeddingResponse> failure(LlmException.Builder failure) {
		return Mono.error(failure.build());
	}

	private LlmException failed() {
		assertThat(this.failures).hasSize(1);
		return (LlmException) this.failures.get(0);
	}

	private void pass(int millis) {
		this.clock.advanceTimeBy(Duration.ofMillis(millis));
	}

	@Test
	void busyServiceIsAskedAgainAfterTheWaitsOfThePolicy() {
		begin(failure(Reason.OVERLOADED), failure(Reason.RATE_LIMITED), Mono.just(ANSWER));
		pass(499);
		assertThat(this.exchanges).isEqualTo(1);
		pass(1);
		assertThat(this.exchanges).isEqualTo(2);
		pass(1000);
		assertThat(this.answer.vectors()).isEqualTo(ANSWER.vectors());
		assertThat(this.answer.attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.OVERLOADED, Reason.RATE_LIMITED, null);
		assertThat(this.answer.attempts()).extracting(Attempt::waited)
			.containsExactly(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(1));
	}

	@Test
	void exceptionTellsAllAttempts() {
		begin(failure(Reason.OVERLOADED), failure(Reason.SERVER_ERROR), failure(Reason.CONNECTION));
		pass(2000);
		assertThat(failed().attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.OVERLOADED, Reason.SERVER_ERROR, Reason.CONNECTION);
		assertThat(failed().attempts()).extracting(Attempt::waited)
			.containsExactly(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(1));
	}

	@Test
	void whatIsNoUseIsNotAskedAgain() {
		begin(failure(Reason.INVALID_REQUEST));
		assertThat(failed().reason()).isEqualTo(Reason.INVALID_REQUEST);
		assertThat(this.exchanges).isEqualTo(1);
	}

	@Test
	void noWaitGoesBeyondTheTimeOfTheCall() {
		begin(failure(LlmException.builder(Reason.RATE_LIMITED, "slow").retryAfter(Duration.ofSeconds(10))));
		assertThat(failed().reason()).isEqualTo(Reason.RATE_LIMITED);
	}

	@Test
	void timeOfTheCallHoldsForAllAttemptsTogether() {
		begin(failure(Reason.OVERLOADED).delaySubscription(Duration.ofSeconds(9), this.clock), Mono.never());
		pass(9_999);
		assertThat(this.exchanges).isEqualTo(2);
		assertThat(this.failures).isEmpty();
		pass(1);
		assertThat(failed().reason()).isEqualTo(Reason.TIMEOUT_TOTAL);
		assertThat(this.cancelled).isEqualTo(1);
	}

	@Test
	void deadlineOfTheRequestCountsWhereItIsEarlier() {
		this.request = REQUEST.withDeadline(Instant.ofEpochMilli(this.clock.now(TimeUnit.MILLISECONDS)).plusSeconds(2));
		begin(Mono.never());
		pass(1_999);
		assertThat(this.failures).isEmpty();
		pass(1);
		assertThat(failed()).hasMessageStartingWith("acme/m: the vectors were not there by the caller's deadline");
	}

	@Test
	void noRetryBeginsAfterTheDeadlineOfTheRequest() {
		this.request = REQUEST
			.withDeadline(Instant.ofEpochMilli(this.clock.now(TimeUnit.MILLISECONDS)).plusMillis(400));
		begin(failure(Reason.OVERLOADED));
		assertThat(failed().reason()).isEqualTo(Reason.OVERLOADED);
	}

	@Test
	void whatFailedAttemptsCostIsPaidForToo() {
		EmbeddingResponse priced = ANSWER.withCost(Cost.usd("0.01"));
		begin(failure(LlmException.builder(Reason.OVERLOADED, "paid").cost(Cost.usd("0.02"))), Mono.just(priced));
		pass(500);
		assertThat(this.answer.cost()).isEqualTo(Cost.usd("0.03"));
	}

	@Test
	void openBreakerIsNotAskedAgain() {
		begin(failure(Reason.CIRCUIT_OPEN));
		assertThat(failed().reason()).isEqualTo(Reason.CIRCUIT_OPEN);
		assertThat(this.exchanges).isEqualTo(1);
	}

	@Test
	void whatIsCancelledIsOverAndNothingBegins() {
		Disposable call = begin(failure(Reason.OVERLOADED), Mono.just(ANSWER));
		call.dispose();
		pass(20_000);
		assertThat(this.exchanges).isEqualTo(1);
	}

}
