package io.github.llmspring.observation.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.Usage;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.GuardedProvider;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.github.llmspring.observation.ObservedService;
import io.github.llmspring.observation.Observations;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the meters of single calls; what all of them together look like is in the
 * files of scrapes.
 */
class LlmMetersTests {

	private static final ModelAddress ACME = new ModelAddress("acme", "m");

	private static final ModelAddress SPARE = new ModelAddress("spare", "n");

	private static final ChatRequest REQUEST = ChatRequest.builder().model("m").message(Message.user("Hi")).build();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final CandidateHealth health = new CandidateHealth();

	private final Observations observations = observations();

	private Observations observations() {
		ObservationRegistry observed = ObservationRegistry.create();
		observed.observationConfig().observationHandler(new LlmMeters(this.registry, Generation.V1_41, this.health));
		return Observations.builder(observed).build();
	}

	private ChatProvider provider(Flux<ChatEvent> answer) {
		return this.observations.ofProvider("acme", ObservedService.named("acme"), (request) -> answer);
	}

	private ChatProvider router(Flux<ChatEvent> answer) {
		return this.observations.ofCalls((request) -> "smart", (request) -> answer);
	}

	private static ChatResponse.Builder response() {
		return ChatResponse.builder().content(new Content.Text("Hello")).finishReason(FinishReason.STOP, null);
	}

	private static Flux<ChatEvent> answer(ChatResponse response) {
		return Flux.just(new ChatEvent.Completed(response));
	}

	private static Attempt attempt(ModelAddress address, @Nullable Reason reason) {
		return new Attempt(address, reason, null, Duration.ofMillis(1), Duration.ZERO);
	}

	private RequiredSearch meter(String name) {
		return this.registry.get(name).tag("llm.provider.id", "acme");
	}

	@Test
	void tokensThatNobodyToldAreNotCounted() {
		provider(answer(response().usage(new Usage(null, null, null, 7L, null, Map.of())).build())).send(REQUEST)
			.blockLast();
		provider(answer(response().build())).send(REQUEST).blockLast();
		assertThat(this.registry.get("gen_ai.client.token.usage").summaries()).singleElement().satisfies((tokens) -> {
			assertThat(tokens.getId().getTag("gen_ai.token.type")).isEqualTo("output");
			assertThat(tokens.totalAmount()).isEqualTo(7);
			assertThat(tokens.count()).isEqualTo(1);
		});
	}

	@Test
	void tokensOfAnAnswerThatBrokeOffAreCounted() {
		ChatResponse partial = response().usage(new Usage(5L, null, null, 7L, null, Map.of())).build();
		provider(Flux.error(() -> LlmException.builder(Reason.STREAM_TRUNCATED, "cut off").partial(partial).build()))
			.send(REQUEST)
			.onErrorComplete()
			.blockLast();
		assertThat(this.registry.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "input").summary().count())
			.isEqualTo(1);
	}

	@Test
	void retriesAreCountedByWhyTheyWereNeeded() {
		provider(answer(response().build()
			.withAttempts(
					List.of(attempt(ACME, Reason.OVERLOADED), attempt(ACME, Reason.CONNECTION), attempt(ACME, null)))))
			.send(REQUEST)
			.blockLast();
		assertThat(meter("llm.retries").tag("error.type", "overloaded").counter().count()).isEqualTo(1);
		assertThat(meter("llm.retries").tag("error.type", "connection").counter().count()).isEqualTo(1);
	}

	@Test
	void retriesAndLimitsOfVectorsAreToldAsThoseOfAnswers() {
		EmbeddingResponse vectors = new EmbeddingResponse(List.of(new float[] { 1 }), "m", "acme", Usage.UNKNOWN,
				List.of())
			.withAttempts(List.of(attempt(ACME, Reason.OVERLOADED), attempt(ACME, null), attempt(ACME, null)))
			.withRateLimits(new RateLimitState(new Allowance(10L, 3, null), null, Instant.EPOCH));
		this.observations.ofEmbeddings("acme", ObservedService.named("acme"), null, (request) -> Mono.just(vectors))
			.embed(new EmbeddingRequest(List.of("Hi"), "m", EmbeddingOptions.NONE))
			.block();
		assertThat(meter("llm.retries").counter().count()).isEqualTo(1);
		assertThat(meter("llm.rate.limit.remaining").gauge().value()).isEqualTo(3);
	}

	@Test
	void attemptThatNoOtherFollowedIsNoRetry() {
		provider(Flux.error(() -> LlmException.builder(Reason.OVERLOADED, "busy")
			.attempts(List.of(attempt(ACME, Reason.OVERLOADED)))
			.build())).send(REQUEST).onErrorComplete().blockLast();
		assertThat(this.registry.find("llm.retries").meter()).isNull();
	}

	@Test
	void modelThatWasFollowedByAnotherIsAFallbackAndItsRetriesAreNot() {
		router(answer(response().build()
			.withAttempts(
					List.of(attempt(ACME, Reason.CONNECTION), attempt(ACME, Reason.OVERLOADED), attempt(SPARE, null)))))
			.send(REQUEST)
			.blockLast();
		assertThat(this.registry.get("llm.fallbacks").counters()).singleElement().satisfies((fallback) -> {
			assertThat(fallback.count()).isEqualTo(1);
			assertThat(fallback.getId().getTag("error.type")).isEqualTo("overloaded");
			assertThat(fallback.getId().getTag("llm.route")).isEqualTo("smart");
			assertThat(fallback.getId().getTag("llm.provider.id")).isEqualTo("acme");
		});
		assertThat(this.registry.find("llm.retries").meter()).isNull();
	}

	@Test
	void modelThatLostAgainstAFasterOneIsNoFallback() {
		router(answer(response().build().withAttempts(List.of(attempt(ACME, Reason.CANCELLED), attempt(SPARE, null)))))
			.send(REQUEST)
			.blockLast();
		assertThat(this.registry.find("llm.fallbacks").meter()).isNull();
	}

	@Test
	void exchangesUnderWayAreSeen() {
		ChatProvider guarded = this.observations.ofProvider("acme", ObservedService.named("acme"),
				new GuardedProvider("acme", (request) -> Mono.<ChatEvent>never().flux(), this.health));
		Disposable call = guarded.send(REQUEST).subscribe();
		assertThat(meter("llm.in.flight").gauge().value()).isEqualTo(1);
		call.dispose();
		assertThat(meter("llm.in.flight").gauge().value()).isZero();
	}

	@Test
	void stateOfTheCircuitBreakerIsANumber() {
		provider(answer(response().build())).send(REQUEST).blockLast();
		assertThat(meter("llm.circuit.state").gauge().value()).isNaN();
		this.health.protect("acme", BreakerSettings.DEFAULTS);
		assertThat(meter("llm.circuit.state").gauge().value()).isZero();
		this.health.openBreaker(ACME);
		assertThat(meter("llm.circuit.state").gauge().value()).isEqualTo(2);
	}

	@Test
	void restThatIsLeftIsSeen() {
		provider(answer(response().build())).send(REQUEST).blockLast();
		assertThat(meter("llm.rest.left").timeGauge().value()).isZero();
		this.health.rest(ACME, Duration.ofHours(1), "busy");
		assertThat(meter("llm.rest.left").timeGauge().value()).isBetween(3500.0, 3600.0);
	}

	@Test
	void limitsAreThoseThatTheServiceToldLast() {
		provider(answer(response().rateLimits(limits(new Allowance(100L, 40, null))).build())).send(REQUEST)
			.blockLast();
		provider(Flux.error(() -> LlmException.builder(Reason.RATE_LIMITED, "slower")
			.rateLimits(limits(new Allowance(100L, 0, null)))
			.build())).send(REQUEST).onErrorComplete().blockLast();
		assertThat(this.registry.get("llm.rate.limit.remaining").gauges()).hasSize(1);
		assertThat(meter("llm.rate.limit.remaining").tag("llm.limit", "requests").gauge().value()).isZero();
	}

	@Test
	void limitThatWasResetIsWholeAgain() {
		Instant past = Instant.now().minusSeconds(1);
		provider(answer(response().rateLimits(limits(new Allowance(100L, 40, past))).build())).send(REQUEST)
			.blockLast();
		assertThat(meter("llm.rate.limit.remaining").gauge().value()).isEqualTo(100);
		provider(answer(response().rateLimits(limits(new Allowance(null, 40, past))).build())).send(REQUEST)
			.blockLast();
		assertThat(meter("llm.rate.limit.remaining").gauge().value()).isNaN();
	}

	private static RateLimitState limits(Allowance requests) {
		return new RateLimitState(requests, null, Instant.now());
	}

	@Test
	void metersThatWereRemovedAreMadeAnew() {
		provider(answer(response().build())).send(REQUEST).blockLast();
		List.copyOf(this.registry.getMeters()).forEach(this.registry::remove);
		provider(answer(response().build())).send(REQUEST).blockLast();
		assertThat(meter("gen_ai.client.operation.duration").timer().count()).isEqualTo(1);
		assertThat(this.registry.getMeters()).extracting(Meter::getId)
			.extracting(Meter.Id::getName)
			.contains("llm.in.flight");
	}

	@Test
	void limitsAreStillToldAfterOtherMetersWereRemoved() {
		provider(answer(response().rateLimits(limits(new Allowance(100L, 40, null))).build())).send(REQUEST)
			.blockLast();
		this.registry.remove(this.registry.counter("of somebody else"));
		this.registry.remove(meter("llm.in.flight").gauge());
		provider(answer(response().rateLimits(limits(new Allowance(100L, 7, null))).build())).send(REQUEST).blockLast();
		assertThat(meter("llm.rate.limit.remaining").gauge().value()).isEqualTo(7);
		assertThat(meter("llm.in.flight").gauge().value()).isZero();
	}

	private Set<String> measured(String provider) {
		return this.registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> provider.equals(id.getTag("llm.provider.id")))
			.map(Meter.Id::getName)
			.filter((name) -> name.startsWith("llm."))
			.collect(Collectors.toSet());
	}

	@Test
	void gaugesOfAProviderThatIsForgottenGoAndComeWithItsNextCall() {
		Flux<ChatEvent> told = answer(response().rateLimits(limits(new Allowance(100L, 40, null))).build());
		ChatProvider spare = this.observations.ofProvider("spare", ObservedService.named("acme"), (request) -> told);
		provider(told).send(REQUEST).blockLast();
		spare.send(REQUEST).blockLast();
		Set<String> gauges = measured("acme");
		assertThat(gauges).hasSize(4);
		this.health.forget("acme");
		assertThat(measured("acme")).isEmpty();
		assertThat(measured("spare")).isEqualTo(gauges);
		assertThat(meter("gen_ai.client.operation.duration").timer().count()).as("what was").isEqualTo(1);
		provider(told).send(REQUEST).blockLast();
		assertThat(measured("acme")).isEqualTo(gauges);
	}

	@Test
	void lastCallsOfAProviderThatWasRemovedBringNoGaugeBack() {
		Sinks.One<ChatEvent> end = Sinks.one();
		Disposable call = provider(end.asMono().flux()).send(REQUEST).subscribe();
		this.health.providers(Set.of("spare"));
		this.health.forget("acme");
		end.tryEmitValue(new ChatEvent.Completed(response().rateLimits(limits(new Allowance(100L, 40, null))).build()));
		provider(answer(response().build())).send(REQUEST).blockLast();
		assertThat(call.isDisposed()).isTrue();
		assertThat(meter("gen_ai.client.operation.duration").timer().count()).isEqualTo(2);
		assertThat(measured("acme")).isEmpty();
		this.health.providers(Set.of("acme", "spare"));
		provider(answer(response().build())).send(REQUEST).blockLast();
		assertThat(measured("acme")).contains("llm.in.flight");
	}

}
