package io.github.llmspring.budget;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link PricedEmbeddings}. A text is guessed to have seven tokens.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PricedEmbeddingsTests {

	private static final Usage USAGE = new Usage(10L, null, null, null, null, Map.of());

	private static final EmbeddingRequest REQUEST = new EmbeddingRequest(List.of("a", "b"), "priced-e",
			EmbeddingOptions.builder().tag("job", "nightly").build());

	private final List<Spent> spent = new CopyOnWriteArrayList<>();

	private Mono<EmbeddingResponse> embed(EmbeddingRequest request, Mono<EmbeddingResponse> answer) {
		ChatProvider chat = (asked) -> Flux.never();
		EmbeddingProvider vectors = (asked) -> answer;
		return new CostProvider("acme", chat, new PriceList(), List.of(this.spent::add), (message) -> 7).around(vectors)
			.embed(request);
	}

	private static EmbeddingResponse response(String model, Usage usage, @Nullable Cost cost) {
		return new EmbeddingResponse(List.of(new float[] { 1 }, new float[] { 2 }), model, "acme", usage, List.of())
			.withCost(cost);
	}

	@Test
	void vectorsCostWhatTheTokensReadCost() {
		EmbeddingResponse answer = embed(REQUEST, Mono.just(response("priced-e", USAGE, null))).block();
		assertThat(answer.cost()).isEqualTo(Cost.usd("0.01"));
		assertThat(this.spent).containsExactly(new Spent(new ModelAddress("acme", "priced-e"), null,
				Map.of("job", "nightly"), USAGE, Cost.usd("0.01"), false));
	}

	@Test
	void figureOfTheServiceStands() {
		EmbeddingResponse answer = embed(REQUEST, Mono.just(response("priced-e", USAGE, Cost.usd("0.5")))).block();
		assertThat(answer.cost()).isEqualTo(Cost.usd("0.5"));
		assertThat(this.spent).extracting(Spent::cost).containsExactly(Cost.usd("0.5"));
	}

	@Test
	void costOfAModelWithoutPriceIsUnknownAndNotZero() {
		EmbeddingResponse answer = embed(REQUEST.withModel("other"), Mono.just(response("other", USAGE, null))).block();
		assertThat(answer.cost()).isNull();
		assertThat(this.spent).extracting(Spent::cost, Spent::usage).containsExactly(tuple(null, USAGE));
	}

	@Test
	void modelThatAnswersHasThePriceWhereTheOneAskedForHasNone() {
		EmbeddingResponse answer = embed(REQUEST.withModel("my-deployment"),
				Mono.just(response("priced-e", USAGE, null)))
			.block();
		assertThat(answer.cost()).isEqualTo(Cost.usd("0.01"));
		assertThat(this.spent.get(0).address()).isEqualTo(new ModelAddress("acme", "my-deployment"));
	}

	@Test
	void vectorsWithoutCountsAreEstimatedForTheCountButTheirCostIsUnknown() {
		EmbeddingResponse answer = embed(REQUEST, Mono.just(response("priced-e", Usage.UNKNOWN, null))).block();
		assertThat(answer.cost()).isNull();
		assertThat(this.spent).extracting(Spent::cost, Spent::estimated)
			.containsExactly(tuple(Cost.usd("0.014"), true));
	}

	@Test
	void requestThatNobodyWaitsForIsEstimated() {
		StepVerifier.create(embed(REQUEST, Mono.never())).thenCancel().verify(Duration.ofSeconds(5));
		assertThat(this.spent).extracting(Spent::cost, Spent::estimated)
			.containsExactly(tuple(Cost.usd("0.014"), true));
	}

	@Test
	void failureIsFreeUnlessItsUsageIsKnown() {
		StepVerifier.create(embed(REQUEST, Mono.error(LlmException.of(Reason.RATE_LIMITED, "no")))).verifyError();
		assertThat(this.spent).isEmpty();
		LlmException paid = LlmException.builder(Reason.MALFORMED_RESPONSE, "no").usage(USAGE).build();
		StepVerifier.create(embed(REQUEST, Mono.error(paid)))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).cost()).isEqualTo(Cost.usd("0.01")));
		assertThat(this.spent).extracting(Spent::cost).containsExactly(Cost.usd("0.01"));
	}

	@Test
	void eachSubscriptionIsCountedOnceHoweverItsReaderEnds() {
		Mono<EmbeddingResponse> vectors = embed(REQUEST, Mono.just(response("priced-e", USAGE, null)));
		vectors.flux().take(1).blockLast();
		vectors.block();
		assertThat(this.spent).hasSize(2);
	}

}
