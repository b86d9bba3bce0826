package io.github.llmspring.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.failure;
import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GuardedEmbeddings}: what is known of a model is known whether it
 * answers or makes vectors.
 */
class GuardedEmbeddingsTests {

	private static final ModelAddress ADDRESS = new ModelAddress("acme", "e");

	private static final EmbeddingRequest REQUEST = new EmbeddingRequest(List.of("a"), "e", EmbeddingOptions.NONE);

	private static final Mono<EmbeddingResponse> VECTORS = Mono
		.just(new EmbeddingResponse(List.of(new float[] { 1 }), "e", "acme", Usage.UNKNOWN, List.of()));

	private final MovableClock clock = new MovableClock();

	private final CandidateHealth health = new CandidateHealth(this.clock);

	private final ScriptedProvider chat = ScriptedProvider.of(failure(Reason.SERVER_ERROR), Flux.just(whole("a")));

	private final GuardedProvider guarded = new GuardedProvider("acme", this.chat, this.health);

	private final AtomicInteger sent = new AtomicInteger();

	@BeforeEach
	void protect() {
		this.health.protect("acme", BreakerSettings.DEFAULTS);
	}

	private EmbeddingProvider around(Mono<EmbeddingResponse> exchange) {
		return this.guarded.around((request) -> Mono.defer(() -> {
			this.sent.incrementAndGet();
			return exchange;
		}));
	}

	private void run(Mono<EmbeddingResponse> exchange, int calls) {
		for (int i = 0; i < calls; i++) {
			around(exchange).embed(REQUEST).onErrorComplete().block(Duration.ofSeconds(10));
		}
	}

	private static Mono<EmbeddingResponse> failing(Reason reason) {
		return Mono.error(() -> LlmException.of(reason, "scripted"));
	}

	@Test
	void whatTheServiceToldOfItsLimitsIsKnownOfTheModel() {
		RateLimitState told = new RateLimitState(new Allowance(10L, 3, null), null, this.clock.instant());
		run(VECTORS.map((vectors) -> vectors.withRateLimits(told)), 1);
		assertThat(this.health.state(ADDRESS).limits()).isEqualTo(told);
	}

	@Test
	void openBreakerSendsNothingAndSaysUntilWhen() {
		run(failing(Reason.SERVER_ERROR), 5);
		assertThat(this.health.isOpen(ADDRESS)).isTrue();
		StepVerifier.create(around(VECTORS).embed(REQUEST)).verifyErrorSatisfies((ex) -> {
			assertThat(((LlmException) ex).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
			assertThat(((LlmException) ex).retryAfter()).isEqualTo(BreakerSettings.DEFAULTS.open());
			assertThat(ex).hasMessageStartingWith("acme/e: nothing was sent, the circuit breaker is open");
		});
		assertThat(this.sent).hasValue(5);
	}

	@Test
	void oneCallIsLetThroughAfterAWhileAndClosesTheBreaker() {
		run(failing(Reason.SERVER_ERROR), 5);
		this.clock.advance(BreakerSettings.DEFAULTS.open().plusMillis(1));
		run(VECTORS, 1);
		assertThat(this.health.state(ADDRESS).breaker()).isEqualTo(BreakerState.CLOSED);
		assertThat(this.health.state(ADDRESS).condition()).isEqualTo(Condition.WELL);
	}

	@Test
	void vectorsAndAnswersOfOneModelAreJudgedTogether() {
		ChatRequest chat = ChatRequest.builder().model("e").build();
		run(failing(Reason.SERVER_ERROR), 4);
		assertThat(this.health.isOpen(ADDRESS)).isFalse();
		this.guarded.send(chat).onErrorComplete().blockLast(Duration.ofSeconds(10));
		assertThat(this.health.isOpen(ADDRESS)).isTrue();
		StepVerifier.create(this.guarded.send(chat))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.CIRCUIT_OPEN));
	}

	@Test
	void otherModelsOfTheProviderAreJudgedByThemselves() {
		run(failing(Reason.SERVER_ERROR), 5);
		assertThat(around(VECTORS).embed(REQUEST.withModel("other")).block()).isNotNull();
		assertThat(this.health.isReady(new ModelAddress("acme", "m"))).isTrue();
	}

	@Test
	void whatTheServiceRefusesDoesNotCount() {
		run(failing(Reason.INVALID_REQUEST), 10);
		assertThat(this.health.isOpen(ADDRESS)).isFalse();
		run(failing(Reason.RATE_LIMITED), 10);
		assertThat(this.health.isOpen(ADDRESS)).isFalse();
		assertThat(this.health.isReady(ADDRESS)).as("it rests").isFalse();
	}

	@Test
	void whatIsCancelledDoesNotCountAndIsNotUnderWayAnyMore() {
		for (int i = 0; i < 10; i++) {
			Disposable call = around(Mono.never()).embed(REQUEST).subscribe();
			assertThat(this.health.state(ADDRESS).inFlight()).isEqualTo(1);
			call.dispose();
		}
		assertThat(this.health.state(ADDRESS).inFlight()).isZero();
		assertThat(this.health.isOpen(ADDRESS)).isFalse();
	}

	@Test
	void providerThatIsSwitchedOffIsSentNothing() {
		this.health.switches().off("acme");
		StepVerifier.create(around(VECTORS).embed(REQUEST))
			.verifyErrorMessage(
					"acme/e: nothing was sent, the provider was disabled by hand. Enable it, or ask another "
							+ "model.");
		assertThat(this.sent).hasValue(0);
	}

	@Test
	void timeToTheVectorsIsKnown() {
		run(Mono.defer(() -> {
			this.clock.advance(Duration.ofMillis(100));
			return VECTORS;
		}), 1);
		assertThat(this.health.state(ADDRESS).timeToAnswer()).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void howTheCallsOfARetiredProviderGoIsNoNewsOfTheOneInItsPlace() {
		this.guarded.retire();
		run(failing(Reason.SERVER_ERROR), 5);
		assertThat(this.health.states()).isEmpty();
	}

}
