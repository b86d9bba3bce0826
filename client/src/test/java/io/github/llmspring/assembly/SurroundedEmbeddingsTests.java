package io.github.llmspring.assembly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.Attempt;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import io.github.llmspring.budget.Budget;
import io.github.llmspring.budget.BudgetPeriod;
import io.github.llmspring.budget.BudgetSharing;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.budget.Spent;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.memory.TokenEstimate;
import io.github.llmspring.resilience.RetryPolicy;
import io.github.llmspring.resilience.limit.RateLimitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of vectors of a {@link SurroundedProvider}: that what surrounds them works
 * together. Every request costs a dollar.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SurroundedEmbeddingsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final EmbeddingRequest REQUEST = new EmbeddingRequest(List.of("a"), null, EmbeddingOptions.NONE);

	private static final Pricing DOLLAR = (address, usage) -> Cost.usd("1");

	private final CandidateHealth health = new CandidateHealth();

	private final List<Spent> spent = new CopyOnWriteArrayList<>();

	private final List<EmbeddingRequest> sent = new CopyOnWriteArrayList<>();

	private Surroundings.Builder surroundings() {
		return Surroundings.builder()
			.retry(RetryPolicy.builder().initialDelay(Duration.ZERO).build())
			.health(this.health)
			.pricing(DOLLAR)
			.spending(List.of(this.spent::add));
	}

	private EmbeddingProvider around(EmbeddingProvider provider, Surroundings.Builder surroundings) {
		return Assembly.surround("acme", (request) -> Flux.never(), surroundings.build()).around((request) -> {
			this.sent.add(request);
			return provider.embed(request);
		}, "e");
	}

	private static Mono<EmbeddingResponse> vectors() {
		return Mono.just(new EmbeddingResponse(List.of(new float[] { 1 }), "e", "acme",
				new Usage(1L, null, null, null, null, Map.of()), List.of()));
	}

	private static LlmException failed(EmbeddingProvider provider) {
		List<LlmException> failures = new ArrayList<>();
		StepVerifier.create(provider.embed(REQUEST))
			.expectErrorSatisfies((ex) -> failures.add((LlmException) ex))
			.verify(PATIENCE);
		return failures.get(0);
	}

	@Test
	void modelThatARequestDoesNotNameIsKnownAllTheSame() {
		around((request) -> vectors(), surroundings()).embed(REQUEST).block(PATIENCE);
		assertThat(this.sent.get(0).model()).isEqualTo("e");
		assertThat(this.spent).extracting(Spent::address).containsExactly(new ModelAddress("acme", "e"));
		assertThat(this.health.states()).hasSize(1);
	}

	@Test
	void breakerCountsEveryAttemptAndIsNotAskedAgainWhenOpen() {
		EmbeddingProvider provider = around((request) -> Mono.error(LlmException.of(Reason.SERVER_ERROR, "down")),
				surroundings().circuitBreaker(BreakerSettings.DEFAULTS));
		assertThat(failed(provider).attempts()).hasSize(3);
		assertThat(failed(provider).attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.SERVER_ERROR, Reason.SERVER_ERROR, Reason.CIRCUIT_OPEN);
		assertThat(failed(provider).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
		assertThat(this.sent).hasSize(5);
		assertThat(this.spent).isEmpty();
	}

	@Test
	void whatIsRefusedByALimitOrABudgetSaysNothingOfTheService() {
		EmbeddingProvider limited = around((request) -> vectors(),
				surroundings().circuitBreaker(BreakerSettings.DEFAULTS)
					.rateLimit(new RateLimitSettings(1L, null, null, Duration.ZERO, false, 0)));
		limited.embed(REQUEST).block(PATIENCE);
		for (int i = 0; i < 10; i++) {
			assertThat(failed(limited).reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
		}
		assertThat(this.health.isOpen(new ModelAddress("acme", "e"))).isFalse();
		assertThat(this.spent).hasSize(1);
	}

	@Test
	void budgetThatIsSpentIsNotAskedAgain() {
		Budget budget = new Budget("nightly", Cost.usd("2"), BudgetPeriod.MONTH, Budget.Scope.EVERYTHING,
				Budget.WhenSpent.REJECT);
		Budgets budgets = Budgets.of(List.of(budget), DOLLAR, TokenEstimate::of, BudgetSharing.NOBODY, (warning) -> {
		});
		EmbeddingProvider provider = around((request) -> vectors(),
				surroundings().budgets(budgets).spending(List.of(budgets)));
		provider.embed(REQUEST).block(PATIENCE);
		provider.embed(REQUEST).block(PATIENCE);
		LlmException refused = failed(provider);
		assertThat(refused.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
		assertThat(this.sent).hasSize(2);
	}

	@Test
	void waitForABudgetIsWithinTheTimeOfTheCall() {
		Budget budget = new Budget("nightly", Cost.usd("1"), BudgetPeriod.MONTH, Budget.Scope.EVERYTHING,
				Budget.WhenSpent.REJECT);
		Budgets budgets = Budgets.of(List.of(budget), DOLLAR, TokenEstimate::of, BudgetSharing.NOBODY, (warning) -> {
		});
		EmbeddingProvider provider = around((request) -> Mono.never(),
				surroundings().budgets(budgets).total(Duration.ofMillis(200)));
		StepVerifier.create(around((request) -> Mono.never(), surroundings().budgets(budgets)).embed(REQUEST))
			.then(() -> assertThat(failed(provider).reason()).isEqualTo(Reason.TIMEOUT_TOTAL))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.sent).hasSize(1);
	}

	@Test
	void timeOfTheCallHoldsForAllAttemptsAndCountsForNoBreaker() {
		AtomicInteger cancelled = new AtomicInteger();
		EmbeddingProvider silent = around(
				(request) -> Mono.<EmbeddingResponse>never().doOnCancel(cancelled::incrementAndGet),
				surroundings().total(Duration.ofMillis(50)).circuitBreaker(BreakerSettings.DEFAULTS));
		for (int i = 0; i < 6; i++) {
			LlmException failure = failed(silent);
			assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_TOTAL);
			assertThat(failure).hasMessageContaining("llm.providers.acme.timeout.total");
		}
		assertThat(cancelled).hasValue(6);
		assertThat(this.health.isOpen(new ModelAddress("acme", "e"))).isFalse();
		assertThat(this.spent).hasSize(6).allMatch(Spent::estimated);
	}

}
