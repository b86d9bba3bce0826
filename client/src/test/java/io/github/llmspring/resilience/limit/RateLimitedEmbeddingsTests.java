package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of vectors under the limits of their service, in virtual time. A text counts ten
 * tokens.
 */
class RateLimitedEmbeddingsTests {

	private final List<Sinks.One<EmbeddingResponse>> exchanges = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	private int answers;

	private Disposable embed(Limited limited, int texts) {
		return embed(limited, texts, null);
	}

	private Disposable embed(Limited limited, int texts, Instant deadline) {
		EmbeddingRequest request = new EmbeddingRequest(Collections.nCopies(texts, "text"), "e", EmbeddingOptions.NONE,
				deadline);
		return limited.provider.around((asked) -> Mono.defer(() -> {
			Sinks.One<EmbeddingResponse> exchange = Sinks.one();
			this.exchanges.add(exchange);
			return exchange.asMono();
		})).embed(request).subscribe((answer) -> this.answers++, this.failures::add);
	}

	private void answer(int exchange, Long tokens) {
		this.exchanges.get(exchange)
			.tryEmitValue(new EmbeddingResponse(List.of(new float[] { 1 }), "e", "acme",
					new Usage(tokens, null, null, null, null, Map.of()), List.of()));
	}

	@Test
	void vectorsAndAnswersShareTheirPlaces() {
		Limited limited = new Limited(null, null, 1, Duration.ofSeconds(5), false);
		limited.call("m");
		embed(limited, 1);
		assertThat(this.exchanges).isEmpty();
		limited.service.last().answer();
		limited.pass(0);
		assertThat(this.exchanges).hasSize(1);
		limited.call("m");
		assertThat(limited.service.exchanges()).hasSize(1);
		answer(0, null);
		limited.pass(0);
		assertThat(limited.service.exchanges()).hasSize(2);
		assertThat(this.answers).isEqualTo(1);
	}

	@Test
	void whoWaitsTooLongIsRefused() {
		Limited limited = new Limited(1L, null, null, Duration.ofSeconds(5), false);
		limited.call("m");
		embed(limited, 1);
		assertThat(this.failures).singleElement()
			.satisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY))
			.satisfies((ex) -> assertThat(((LlmException) ex).model()).isEqualTo("e"));
		assertThat(this.exchanges).isEmpty();
	}

	@Test
	void whoHasNoTimeToWaitIsRefusedAtOnce() {
		Limited limited = new Limited(1L, null, null, Duration.ofMinutes(2), false);
		limited.call("m");
		embed(limited, 1, limited.now().plusSeconds(30));
		assertThat(this.failures).singleElement()
			.satisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY));
		embed(limited, 1, limited.now().plusSeconds(90));
		assertThat(this.failures).hasSize(1);
		limited.pass(60_000);
		assertThat(this.exchanges).hasSize(1);
	}

	@Test
	void tokensAreTakenAsEstimatedAndCorrectedToWhatWasCounted() {
		Limited limited = new Limited(null, 100L, null, Duration.ZERO, false);
		embed(limited, 8);
		embed(limited, 8);
		assertThat(this.exchanges).hasSize(1);
		assertThat(this.failures).hasSize(1);
		answer(0, 20L);
		embed(limited, 8);
		assertThat(this.exchanges).hasSize(2);
	}

	@Test
	void requestThatTheServiceRefusesUsesNoTokens() {
		Limited limited = new Limited(null, 100L, null, Duration.ZERO, false);
		embed(limited, 10);
		this.exchanges.get(0).tryEmitError(LlmException.builder(Reason.RATE_LIMITED, "no").status(429).build());
		embed(limited, 10);
		assertThat(this.exchanges).hasSize(2);
	}

	@Test
	void limitsThatTheServiceTellsBesideVectorsAreLearnt() {
		Limited limited = new Limited(null, null, null, Duration.ZERO, true);
		embed(limited, 1);
		Allowance none = new Allowance(10L, 0, limited.now().plusSeconds(30));
		this.exchanges.get(0)
			.tryEmitValue(new EmbeddingResponse(List.of(new float[] { 1 }), "e", "acme", Usage.UNKNOWN, List.of())
				.withRateLimits(new RateLimitState(none, null, limited.now())));
		embed(limited, 1);
		assertThat(this.failures).singleElement()
			.satisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY));
	}

	@Test
	void whoGivesUpLeavesTheLineAndThePlace() {
		Limited limited = new Limited(null, null, 1, Duration.ofSeconds(5), false);
		Disposable first = embed(limited, 1);
		Disposable second = embed(limited, 1);
		second.dispose();
		assertThat(limited.provider.line().waiting()).isZero();
		first.dispose();
		assertThat(limited.provider.line().occupied()).isZero();
		limited.pass(60_000);
		assertThat(this.exchanges).hasSize(1);
	}

}
