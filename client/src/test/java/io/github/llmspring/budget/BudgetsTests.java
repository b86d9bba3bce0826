package io.github.llmspring.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Usage;
import io.github.llmspring.budget.Budget.Scope;
import io.github.llmspring.budget.Budget.WhenSpent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Budgets} of one process.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BudgetsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * One such answer costs a tenth of a dollar.
	 */
	private static final ChatEvent ANSWER = new ChatEvent.Completed(
			ChatResponse.builder().usage(new Usage(20L, 0L, 0L, 40L, 0L, Map.of())).build());

	private volatile Instant now = Instant.parse("2026-11-27T12:00:00Z");

	private final List<BudgetWarning> warnings = new CopyOnWriteArrayList<>();

	private final AtomicInteger sent = new AtomicInteger();

	private final ChatProvider answering = (request) -> Flux.defer(() -> {
		this.sent.incrementAndGet();
		return Flux.just(ANSWER);
	});

	private Budgets budgets(Budget... budgets) {
		return Budgets.of(List.of(budgets), new PriceList(), (message) -> 1, BudgetSharing.NOBODY,
				new BudgetClock(Schedulers.parallel(), () -> this.now), this.warnings::add);
	}

	private static ChatProvider around(ChatProvider provider, Budgets budgets) {
		return around("acme", provider, budgets);
	}

	private static ChatProvider around(String id, ChatProvider provider, Budgets budgets) {
		return new BudgetedProvider(id,
				new CostProvider(id, provider, new PriceList(), List.of(budgets), (message) -> 1), budgets);
	}

	private static Budget budget(String limit, Scope scope, WhenSpent whenSpent) {
		return new Budget("nightly", Cost.usd(limit), BudgetPeriod.DAY, scope, whenSpent);
	}

	private static Budget budget(String limit) {
		return budget(limit, Scope.EVERYTHING, WhenSpent.REJECT);
	}

	private static ChatRequest.Builder request() {
		return ChatRequest.builder().model("priced");
	}

	private static @Nullable LlmException call(ChatProvider provider, ChatRequest.Builder request) {
		try {
			provider.send(request.build()).blockLast(PATIENCE);
			return null;
		}
		catch (LlmException ex) {
			return ex;
		}
	}

	private static @Nullable LlmException call(ChatProvider provider) {
		return call(provider, request());
	}

	@Test
	void callIsRejectedBeforeItIsSentOnceTheBudgetIsSpent() {
		ChatProvider provider = around(this.answering, budgets(budget("0.25")));
		for (int i = 0; i < 3; i++) {
			assertThat(call(provider)).isNull();
		}
		LlmException rejected = call(provider);
		assertThat(this.sent).hasValue(3);
		assertThat(rejected.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
		assertThat(rejected.retryable()).isFalse();
		assertThat(rejected).hasMessage("acme/priced: the budget 'nightly' of 0.25 USD for each day is spent: 0.3 USD "
				+ "since 2026-11-27T00:00:00Z. It begins anew at 2026-11-28T00:00:00Z. Raise llm.budgets.nightly.limit "
				+ "to spend more.");
	}

	@Test
	void nextPeriodBeginsAnew() {
		ChatProvider provider = around(this.answering, budgets(budget("0.1")));
		assertThat(call(provider)).isNull();
		assertThat(call(provider)).isNotNull();
		this.now = Instant.parse("2026-11-28T00:00:00Z");
		assertThat(call(provider)).isNull();
	}

	@Test
	void budgetOfNothingLetsNothingPass() {
		assertThat(call(around(this.answering, budgets(budget("0"))))).isNotNull();
		assertThat(this.sent).hasValue(0);
	}

	@Test
	void callsAreCountedByTagRouteAndProvider() {
		Budgets budgets = budgets(
				budget("0.1", new Scope(Map.of("job", "nightly"), "smart", "acme"), WhenSpent.REJECT));
		ChatProvider provider = around(this.answering, budgets);
		ChatProvider other = around("other", this.answering, budgets);
		assertThat(call(provider, request().tag("job", "nightly"))).isNull();
		assertThat(call(provider, request().route("smart").tag("job", "daily"))).isNull();
		assertThat(call(other, request().route("smart").tag("job", "nightly"))).isNull();
		assertThat(budgets.states().get(0).spent()).isEqualTo(Cost.usd("0"));
		assertThat(call(provider, request().route("smart").tag("job", "nightly").tag("team", "x"))).isNull();
		assertThat(call(provider, request().route("smart").tag("job", "nightly"))).isNotNull();
		assertThat(call(provider, request().route("smart"))).isNull();
	}

	@Test
	void callPassesOnlyIfAllItsBudgetsLetIt() {
		Budget wide = new Budget("wide", Cost.usd("10"), BudgetPeriod.MONTH, Scope.EVERYTHING, WhenSpent.REJECT);
		Budgets budgets = budgets(wide, budget("0.1"));
		ChatProvider provider = around(this.answering, budgets);
		assertThat(call(provider)).isNull();
		assertThat(call(provider)).hasMessageContaining("'nightly'");
		this.now = Instant.parse("2026-11-28T00:00:00Z");
		assertThat(call(provider)).isNull();
		assertThat(budgets.states()).extracting(BudgetState::spent).containsExactly(Cost.usd("0.2"), Cost.usd("0.1"));
	}

	@Test
	void warningIsGivenOnceAtFourFifthsAndOnceAtTheEnd() {
		ChatProvider provider = around(this.answering, budgets(budget("1")));
		for (int i = 1; i <= 7; i++) {
			call(provider);
		}
		assertThat(this.warnings).isEmpty();
		call(provider);
		assertThat(this.warnings).singleElement().satisfies((warning) -> {
			assertThat(warning.isSpent()).isFalse();
			assertThat(warning.state().spent()).isEqualTo(Cost.usd("0.8"));
			assertThat(warning.state().remaining()).isEqualTo(Cost.usd("0.2"));
		});
		call(provider);
		assertThat(this.warnings).hasSize(1);
		call(provider);
		call(provider);
		assertThat(this.warnings).hasSize(2);
		assertThat(this.warnings.get(1).isSpent()).isTrue();
	}

	@Test
	void budgetThatOnlyWarnsLetsCallsPassAndSaysSoInTheAnswer() {
		ChatProvider provider = around(this.answering, budgets(budget("0.15", Scope.EVERYTHING, WhenSpent.WARN)));
		List<List<String>> told = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			provider.send(request().build())
				.cast(ChatEvent.Completed.class)
				.doOnNext((last) -> told.add(last.response().warnings()))
				.blockLast(PATIENCE);
		}
		assertThat(told.get(0)).isEmpty();
		assertThat(told.get(2))
			.containsExactly("The budget 'nightly' of 0.15 USD is spent: it begins anew at " + "2026-11-28T00:00:00Z.");
		assertThat(this.warnings).hasSize(1);
	}

	@Test
	void budgetMayAskForTheCheapestModelOnceItIsSpent() {
		Budgets budgets = budgets(
				budget("0.1", new Scope(Map.of("job", "nightly"), "smart", null), WhenSpent.CHEAPEST));
		Map<String, String> tags = Map.of("job", "nightly");
		assertThat(budgets.wantCheapest("smart", tags)).isFalse();
		assertThat(call(around(this.answering, budgets), request().route("smart").tag("job", "nightly"))).isNull();
		assertThat(budgets.wantCheapest("smart", tags)).isTrue();
		assertThat(budgets.wantCheapest("smart", Map.of())).isFalse();
		assertThat(budgets.wantCheapest("other", tags)).isFalse();
	}

	@Test
	void whoeverLooksAtOneBudgetAsksOthersAfterThatOneOnly() {
		List<String> told = new ArrayList<>();
		BudgetSharing sharing = (budget, since, own) -> {
			told.add(budget.name());
			return CompletableFuture.completedFuture(new BudgetSharing.Others(true, 300_000_000, 0));
		};
		Budget other = new Budget("other", Cost.usd("10"), BudgetPeriod.MONTH, Scope.EVERYTHING, WhenSpent.WARN);
		Budgets budgets = Budgets.of(List.of(budget("1"), other), new PriceList(), (message) -> 1, sharing,
				this.warnings::add);
		told.clear();
		assertThat(budgets.state("nightly").spent()).isEqualTo(Cost.usd("0.3"));
		assertThat(budgets.state("unknown")).isNull();
		assertThat(told).containsExactly("nightly");
	}

	@Test
	void providerWhoseOwnBudgetIsSpentIsNotAllowed() {
		Budgets budgets = budgets(budget("0.1", new Scope(Map.of(), null, "acme"), WhenSpent.REJECT));
		assertThat(budgets.allow("acme")).isTrue();
		call(around(this.answering, budgets));
		assertThat(budgets.allow("acme")).isFalse();
		assertThat(budgets.allow("other")).isTrue();
	}

	@Test
	void fiftyCallersAtOnceGoBeyondTheLimitByOneCallAtMost() {
		Budgets budgets = budgets(budget("1"));
		ChatProvider slow = (request) -> Mono.delay(Duration.ofMillis(5))
			.doOnNext((tick) -> this.sent.incrementAndGet())
			.<ChatEvent>map((tick) -> ANSWER)
			.flux();
		ChatProvider provider = around(slow, budgets);
		long answered = Flux.range(0, 200)
			.flatMap((number) -> provider.send(request().build())
				.onErrorResume(BudgetsTests::isBudget, (failure) -> Flux.empty()), 50)
			.count()
			.block(PATIENCE);
		assertThat(answered).isEqualTo(this.sent.get()).isBetween(10L, 11L);
		assertThat(budgets.states().get(0).spent().amount()).isLessThanOrEqualTo(Cost.usd("1.1").amount());
	}

	private static boolean isBudget(Throwable failure) {
		return failure instanceof LlmException known && known.reason() == Reason.BUDGET_EXCEEDED;
	}

	@Test
	void callWaitsForWhatOthersHaveReservedInsteadOfFailing() {
		Sinks.One<ChatEvent> first = Sinks.one();
		Budgets budgets = budgets(budget("1"));
		ChatRequest longest = request().options(ChatOptions.builder().maxOutputTokens(1000).build()).build();
		StepVerifier.create(around((request) -> first.asMono().flux(), budgets).send(longest))
			.thenAwait(Duration.ZERO)
			.then(() -> {
				Mono<ChatEvent> second = around(this.answering, budgets).send(request().build()).next().cache();
				StepVerifier.create(second)
					.expectSubscription()
					.expectNoEvent(Duration.ofMillis(100))
					.thenCancel()
					.verify();
				assertThat(this.sent).hasValue(0);
				first.tryEmitValue(ANSWER);
				StepVerifier.create(second).expectNextCount(1).expectComplete().verify(PATIENCE);
			})
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.sent).hasValue(1);
	}

	@Test
	void whatACancelledCallReservedIsFreeAgain() {
		Budgets budgets = budgets(budget("1"));
		ChatRequest longest = request().options(ChatOptions.builder().maxOutputTokens(1000).build()).build();
		StepVerifier.create(around((request) -> Flux.never(), budgets).send(longest)).thenCancel().verify(PATIENCE);
		assertThat(call(around(this.answering, budgets))).isNull();
	}

	@Test
	void whoeverWaitsAndGivesUpIsForgotten() {
		Budgets budgets = budgets(budget("1"));
		ChatRequest longest = request().options(ChatOptions.builder().maxOutputTokens(1000).build()).build();
		Sinks.One<ChatEvent> first = Sinks.one();
		StepVerifier.create(around((request) -> first.asMono().flux(), budgets).send(longest)).then(() -> {
			StepVerifier.create(around(this.answering, budgets).send(longest)).thenCancel().verify(PATIENCE);
			first.tryEmitValue(ANSWER);
		}).expectNextCount(1).expectComplete().verify(PATIENCE);
		assertThat(this.sent).hasValue(0);
		assertThat(call(around(this.answering, budgets))).isNull();
	}

	@Test
	void callsOfAModelWithoutPriceAreNotHeldBackByEachOther() {
		Budgets budgets = budgets(budget("1"));
		ChatRequest.Builder unpriced = ChatRequest.builder().model("other");
		assertThat(call(around(this.answering, budgets), unpriced)).isNull();
		StepVerifier.create(around((request) -> Flux.never(), budgets).send(unpriced.build()))
			.then(() -> assertThat(call(around(this.answering, budgets), unpriced)).isNull())
			.thenCancel()
			.verify(PATIENCE);
	}

	@Test
	void failureThatCostNothingLeavesTheBudgetWhole() {
		Budgets budgets = budgets(budget("1"));
		ChatProvider failing = around((request) -> Flux.error(LlmException.of(Reason.RATE_LIMITED, "too many")),
				budgets);
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> failing.send(request().build()).blockLast());
		assertThat(budgets.states().get(0).spent()).isEqualTo(Cost.usd("0"));
		assertThat(call(around(this.answering, budgets))).isNull();
	}

}
