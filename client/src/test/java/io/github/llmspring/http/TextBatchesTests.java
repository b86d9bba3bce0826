package io.github.llmspring.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Attempt;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextBatches}.
 */
class TextBatchesTests {

	@Test
	void numberOfTextsIsKeptTo() {
		assertThat(cut(new TextBatches(2, 0), "a", "b", "c", "d", "e")).containsExactly(List.of("a", "b"),
				List.of("c", "d"), List.of("e"));
		assertThat(cut(new TextBatches(1, 0), "a", "b")).containsExactly(List.of("a"), List.of("b"));
		assertThat(cut(new TextBatches(2, 0), "a", "b")).containsExactly(List.of("a", "b"));
	}

	@Test
	void sizeOfTextsIsKeptToAndOneTextAlwaysFits() {
		assertThat(cut(new TextBatches(10, 4), "aaa", "b", "cc", "ddddddd", "e")).containsExactly(List.of("aaa", "b"),
				List.of("cc"), List.of("ddddddd"), List.of("e"));
	}

	@Test
	void costOfAllIsTheSumOfEach() {
		EmbeddingResponse joined = TextBatches.join(List.of(answer(3L, Cost.usd("0.1")), answer(4L, Cost.usd("0.2"))));
		assertThat(joined.vectors()).hasSize(2);
		assertThat(joined.inputTokens()).isEqualTo(7);
		assertThat(joined.cost()).isEqualTo(Cost.usd("0.3"));
	}

	@Test
	void costOfAllIsUnknownWhereThatOfOneIs() {
		assertThat(TextBatches.join(List.of(answer(3L, Cost.usd("0.1")), answer(null, null))).cost()).isNull();
		assertThat(TextBatches.join(List.of(answer(null, null), answer(3L, Cost.usd("0.1")))).cost()).isNull();
	}

	@Test
	void warningsOfAllAreToldOnce() {
		EmbeddingResponse first = answer(1L, null).withWarnings(List.of("left out"));
		EmbeddingResponse second = answer(1L, null).withWarnings(List.of("left out", "spent"));
		assertThat(TextBatches.join(List.of(first, second)).warnings()).containsExactly("left out", "spent");
	}

	@Test
	void attemptsOfAllAreToldAndWhatTheServiceToldLastOfItsLimits() {
		Attempt first = attempt(Reason.OVERLOADED);
		Attempt second = attempt(null);
		Attempt third = attempt(null);
		RateLimitState early = new RateLimitState(new Allowance(9L, 8, null), null, Instant.EPOCH);
		RateLimitState late = new RateLimitState(new Allowance(9L, 7, null), null, Instant.EPOCH.plusMillis(1));
		EmbeddingResponse joined = TextBatches
			.join(List.of(answer(1L, null).withAttempts(List.of(first, second)).withRateLimits(late),
					answer(1L, null).withAttempts(List.of(third)).withRateLimits(early), answer(1L, null)));
		assertThat(joined.attempts()).containsExactly(first, second, third);
		assertThat(joined.rateLimits()).isEqualTo(late);
	}

	private static Attempt attempt(@Nullable Reason reason) {
		return new Attempt(new ModelAddress("acme", "m"), reason, null, Duration.ZERO, Duration.ZERO);
	}

	private static EmbeddingResponse answer(@Nullable Long tokens, @Nullable Cost cost) {
		return new EmbeddingResponse(List.of(new float[] { 1 }), "m", "acme",
				new Usage(tokens, null, null, null, null, Map.of()), List.of())
			.withCost(cost);
	}

	private static List<List<String>> cut(TextBatches batches, String... texts) {
		return batches.cut(new EmbeddingRequest(List.of(texts), "m", EmbeddingOptions.NONE))
			.stream()
			.map(EmbeddingRequest::texts)
			.toList();
	}

}
