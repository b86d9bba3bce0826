package io.github.llmspring.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
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

/**
 * Tests for {@link BudgetedEmbeddings}: that budgets count vectors and answers as one. A
 * request costs a tenth of a dollar, whatever it is for.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BudgetedEmbeddingsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final EmbeddingResponse VECTORS = new EmbeddingResponse(List.of(new float[] { 1 }), "priced-e",
			"acme", new Usage(100L, null, null, null, null, Map.of()), List.of());

	private static final ChatEvent ANSWER = new ChatEvent.Completed(
			ChatResponse.builder().usage(new Usage(20L, 0L, 0L, 40L, 0L, Map.of())).build());

	private final AtomicInteger sent = new AtomicInteger();

	private final EmbeddingProvider embedding = (request) -> Mono.fromSupplier(() -> {
		this.sent.incrementAndGet();
		return VECTORS;
	});

	private final ChatProvider answering = (request) -> Flux.just(ANSWER);

	private static Budgets budgets(Budget... budgets) {
		return Budgets.of(List.of(budgets), new PriceList(), (message) -> 50, BudgetSharing.NOBODY,
				new BudgetClock(Schedulers.parallel(), () -> Instant.parse("2026-11-27T12:00:00Z")), (warning) -> {
				});
	}

	private static Budget budget(String limit, Scope scope, WhenSpent whenSpent) {
		return new Budget("nightly", Cost.usd(limit), BudgetPeriod.DAY, scope, whenSpent);
	}

	private static Budget budget(String limit) {
		return budget(limit, Scope.EVERYTHING, WhenSpent.REJECT);
	}

	private static CostProvider priced(ChatProvider chat, Budgets budgets) {
		return new CostProvider("acme", chat, new PriceList(), List.of(budgets), (message) -> 50);
	}

	private ChatProvider chat(ChatProvider bare, Budgets budgets) {
		return new BudgetedProvider("acme", priced(bare, budgets), budgets);
	}

	private EmbeddingProvider vectors(EmbeddingProvider bare, Budgets budgets) {
		return new BudgetedEmbeddings("acme", priced(this.answering, budgets).around(bare), budgets);
	}

	private static EmbeddingRequest request(String... tag) {
		EmbeddingOptions.Builder options = EmbeddingOptions.builder();
		return new EmbeddingRequest(List.of("text"), "priced-e",
				((tag.length > 0) ? options.tag(tag[0], tag[1]) : options).build());
	}

	private static @Nullable LlmException embed(EmbeddingProvider provider, String... tag) {
		try {
			provider.embed(request(tag)).block(PATIENCE);
			return null;
		}
		catch (LlmException ex) {
			return ex;
		}
	}

	private static @Nullable LlmException call(ChatProvider provider) {
		try {
			provider.send(ChatRequest.builder().model("priced").build()).blockLast(PATIENCE);
			return null;
		}
		catch (LlmException ex) {
			return ex;
		}
	}

	@Test
	void budgetIsOneForVectorsAndAnswers() {
		Budgets budgets = budgets(budget("0.2", new Scope(Map.of(), null, "acme"), WhenSpent.REJECT));
		assertThat(embed(vectors(this.embedding, budgets))).isNull();
		assertThat(call(chat(this.answering, budgets))).isNull();
		LlmException rejected = embed(vectors(this.embedding, budgets));
		assertThat(rejected).hasMessage("acme/priced-e: the budget 'nightly' of 0.2 USD for each day is spent: 0.2 USD "
				+ "since 2026-11-27T00:00:00Z. It begins anew at 2026-11-28T00:00:00Z. Raise llm.budgets.nightly.limit "
				+ "to spend more.");
		assertThat(rejected.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
		assertThat(this.sent).hasValue(1);
		assertThat(call(chat(this.answering, budgets)).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
		assertThat(budgets.allow("acme")).isFalse();
	}

	@Test
	void vectorsAreCountedByTag() {
		Budgets budgets = budgets(budget("0.1", new Scope(Map.of("job", "nightly"), null, null), WhenSpent.REJECT));
		EmbeddingProvider provider = vectors(this.embedding, budgets);
		assertThat(embed(provider, "job", "daily")).isNull();
		assertThat(embed(provider)).isNull();
		assertThat(embed(provider, "job", "nightly")).isNull();
		assertThat(embed(provider, "job", "nightly")).isNotNull();
		assertThat(embed(provider, "job", "daily")).isNull();
	}

	@Test
	void vectorsBelongToNoRoute() {
		EmbeddingProvider provider = vectors(this.embedding,
				budgets(budget("0.1", new Scope(Map.of(), "smart", null), WhenSpent.REJECT)));
		assertThat(embed(provider)).isNull();
		assertThat(embed(provider)).isNull();
	}

	@Test
	void budgetThatOnlyWarnsSaysSoWithTheVectors() {
		EmbeddingProvider provider = vectors(this.embedding, budgets(budget("0.15", Scope.EVERYTHING, WhenSpent.WARN)));
		assertThat(provider.embed(request()).block(PATIENCE).warnings()).isEmpty();
		assertThat(provider.embed(request()).block(PATIENCE).warnings())
			.containsExactly("The budget 'nightly' of 0.15 USD is spent: it begins anew at 2026-11-28T00:00:00Z.");
	}

	@Test
	void fiftyCallersAtOnceGoBeyondTheLimitByOneCallAtMost() {
		EmbeddingProvider slow = (request) -> Mono.delay(Duration.ofMillis(5)).map((tick) -> {
			this.sent.incrementAndGet();
			return VECTORS;
		});
		Budgets budgets = budgets(budget("1"));
		EmbeddingProvider provider = vectors(slow, budgets);
		Long answered = Flux.range(0, 200)
			.flatMap((number) -> provider.embed(request())
				.onErrorResume(BudgetedEmbeddingsTests::isBudget, (failure) -> Mono.empty()), 50)
			.count()
			.block(PATIENCE);
		assertThat(answered).isEqualTo(this.sent.get()).isBetween(10L, 11L);
	}

	private static boolean isBudget(Throwable failure) {
		return failure instanceof LlmException known && known.reason() == Reason.BUDGET_EXCEEDED;
	}

	@Test
	void vectorsWaitForWhatAnAnswerHasReserved() {
		Sinks.One<ChatEvent> answer = Sinks.one();
		Budgets budgets = budgets(budget("1"));
		ChatRequest longest = ChatRequest.builder()
			.model("priced")
			.options(ChatOptions.builder().maxOutputTokens(1000).build())
			.build();
		StepVerifier.create(chat((request) -> answer.asMono().flux(), budgets).send(longest)).then(() -> {
			Mono<EmbeddingResponse> waiting = vectors(this.embedding, budgets).embed(request()).cache();
			waiting.subscribe();
			assertThat(this.sent).hasValue(0);
			answer.tryEmitValue(ANSWER);
			assertThat(waiting.block(PATIENCE)).isNotNull();
		}).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	@Test
	void whoeverWaitsAndGivesUpIsForgotten() {
		Sinks.One<ChatEvent> answer = Sinks.one();
		Budgets budgets = budgets(budget("1"));
		ChatRequest longest = ChatRequest.builder()
			.model("priced")
			.options(ChatOptions.builder().maxOutputTokens(1000).build())
			.build();
		StepVerifier.create(chat((request) -> answer.asMono().flux(), budgets).send(longest)).then(() -> {
			EmbeddingRequest large = new EmbeddingRequest(Collections.nCopies(40, "text"), "priced-e",
					EmbeddingOptions.NONE);
			vectors(this.embedding, budgets).embed(large).subscribe().dispose();
			answer.tryEmitValue(ANSWER);
		}).expectNextCount(1).expectComplete().verify(PATIENCE);
		assertThat(this.sent).hasValue(0);
		assertThat(embed(vectors(this.embedding, budgets))).isNull();
	}

	@Test
	void whatFailedOrWasCancelledHasNothingReservedAnyMore() {
		Budgets budgets = budgets(budget("0.15"));
		EmbeddingProvider failing = vectors((request) -> Mono.error(LlmException.of(Reason.OVERLOADED, "no")), budgets);
		assertThat(embed(failing).reason()).isEqualTo(Reason.OVERLOADED);
		vectors((request) -> Mono.never(), budgets).embed(request()).subscribe().dispose();
		assertThat(budgets.states().get(0).spent()).as("the guess of what was cancelled").isEqualTo(Cost.usd("0.05"));
		assertThat(embed(vectors(this.embedding, budgets))).isNull();
	}

	@Test
	void vectorsOfAModelWithoutPriceAreNotHeldBackByEachOther() {
		Budgets budgets = budgets(budget("1"));
		EmbeddingRequest unpriced = request().withModel("other");
		EmbeddingResponse other = new EmbeddingResponse(VECTORS.vectors(), "other", "acme", VECTORS.usage(), List.of());
		assertThat(vectors((request) -> Mono.just(other), budgets).embed(unpriced).block(PATIENCE)).isNotNull();
		StepVerifier.create(vectors((request) -> Mono.never(), budgets).embed(unpriced))
			.then(() -> assertThat(vectors((request) -> Mono.just(other), budgets).embed(unpriced).block(PATIENCE))
				.isNotNull())
			.thenCancel()
			.verify(PATIENCE);
	}

}
