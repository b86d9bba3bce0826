package io.github.llmspring.observation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.Usage;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.github.llmspring.redaction.Redactor;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import io.github.llmspring.tools.ToolCaller;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of what is observed, when it begins and how it ends.
 */
class ObservationsTests {

	private static final ObservedService SERVICE = new ObservedService("acme_ai", "api.acme.example", 443);

	private static final Usage USAGE = new Usage(10L, 4L, null, 20L, 5L, Map.of());

	private static final ToolDefinition TOOL = new ToolDefinition("look", "Looks", "{\"type\":\"object\"}",
			(invocation) -> ToolOutput.of("seen"));

	private final Seen seen = new Seen();

	private static ChatRequest request(boolean streaming) {
		return ChatRequest.builder().model("m").message(Message.user("Hi")).streaming(streaming).build();
	}

	private static ChatEvent completed() {
		return new ChatEvent.Completed(ChatResponse.builder()
			.id("r1")
			.provider("acme")
			.model("m-1")
			.requestId("req-1")
			.content(new Content.Text("Hello"))
			.finishReason(FinishReason.STOP, "end_turn")
			.usage(USAGE)
			.build());
	}

	private static Flux<ChatEvent> streamed() {
		return Flux.just(new ChatEvent.TextDelta("Hel"), new ChatEvent.TextDelta("lo"), completed());
	}

	private ChatProvider observed(Flux<ChatEvent> answer) {
		return this.seen.observations().build().ofProvider("acme", SERVICE, (request) -> answer);
	}

	@Test
	void withoutARegistryNothingIsPutAround() {
		ChatProvider provider = (request) -> Flux.empty();
		EmbeddingProvider vectors = (request) -> Mono.empty();
		assertThat(Observations.NONE.ofProvider("acme", SERVICE, provider)).isSameAs(provider);
		assertThat(Observations.NONE.ofCalls((request) -> null, provider)).isSameAs(provider);
		assertThat(Observations.NONE.ofToolLoop(provider)).isSameAs(provider);
		assertThat(Observations.NONE.ofEmbeddings("acme", SERVICE, null, vectors)).isSameAs(vectors);
		assertThat(Observations.NONE.ofTools()).isSameAs(ToolCaller.PLAIN);
	}

	@Test
	void withoutHandlersTheProviderIsAskedItself() {
		Flux<ChatEvent> answer = streamed();
		ChatProvider observed = Observations.builder(ObservationRegistry.create())
			.build()
			.ofProvider("acme", SERVICE, (request) -> answer);
		assertThat(observed.send(request(true))).isSameAs(answer);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void answerEndsTheObservationOnce(boolean streaming) {
		Flux<ChatEvent> answer = streaming ? streamed() : Flux.just(completed());
		assertThat(observed(answer).send(request(streaming)).collectList().block()).hasSize(streaming ? 3 : 1);
		assertThat(Seen.tags(this.seen.only().getLowCardinalityKeyValues())).containsExactlyInAnyOrderEntriesOf(
				Map.of("gen_ai.operation.name", "chat", "gen_ai.provider.name", "acme_ai", "gen_ai.request.model", "m",
						"gen_ai.response.model", "m-1", "server.address", "api.acme.example", "server.port", "443",
						"error.type", "none", "llm.provider.id", "acme", "llm.outcome", "answered"));
		assertThat(this.seen.only().getName()).isEqualTo("gen_ai.client.operation.duration");
		assertThat(this.seen.only().getContextualName()).isEqualTo("chat m");
		assertThat(this.seen.failed()).isEmpty();
	}

	@Test
	void whoTakesTheAnswerAndCancelsHasBeenAnswered() {
		assertThat(observed(Flux.just(completed())).send(request(false)).next().block()).isNotNull();
		assertThat(tag("llm.outcome")).isEqualTo("answered");
	}

	@Test
	void whatStartedHasTheTagsThatItEndsWith() {
		observed(streamed()).send(request(true)).subscribe().dispose();
		assertThat(this.seen.started()).hasSize(1);
		ChatProvider never = observed(Flux.never());
		never.send(request(true)).subscribe();
		assertThat(Seen.tags(this.seen.started().get(1).getLowCardinalityKeyValues()).keySet())
			.isEqualTo(Seen.tags(this.seen.stopped().get(0).getLowCardinalityKeyValues()).keySet());
	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	void failureEndsTheObservationOnceWithItsReason(Reason reason) {
		ChatProvider observed = observed(
				Flux.concat(Flux.just(new ChatEvent.TextDelta("Hel")), ScriptedProvider.failure(reason)));
		StepVerifier.create(observed.send(request(true))).expectNextCount(1).verifyError(LlmException.class);
		assertThat(tag("error.type")).isEqualTo(reason.code());
		assertThat(tag("llm.outcome")).isEqualTo("failed");
		assertThat(this.seen.failed()).hasSize(1);
	}

	@Test
	void failureIsToldWithoutTheWordsOfTheService() {
		ChatProvider observed = observed(
				Flux.error(() -> LlmException.builder(Reason.INVALID_REQUEST, "the service said: CANARY")
					.provider("acme")
					.model("m")
					.status(400)
					.cause(new IllegalStateException("CANARY"))
					.build()));
		StepVerifier.create(observed.send(request(false)))
			.verifyErrorMessage("acme/m: the service said: CANARY "
					+ "(HTTP 400). Correct the request: sending it again will not help.");
		Throwable told = this.seen.only().getError();
		assertThat(told).isInstanceOf(LlmException.class)
			.hasNoCause()
			.hasMessage("acme/m: invalid_request (HTTP 400). Correct the request: sending it again will not help.");
		assertThat(told.getStackTrace()).isNotEmpty();
	}

	@Test
	void failureWhileSendingIsOneOfTheAnswer() {
		ChatProvider observed = this.seen.observations().build().ofProvider("acme", SERVICE, (request) -> {
			throw new IllegalStateException("broken");
		});
		StepVerifier.create(observed.send(request(false))).verifyError(IllegalStateException.class);
		assertThat(tag("error.type")).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void cancelledStreamIsNoFailure() {
		ChatProvider observed = observed(Flux.concat(Flux.just(new ChatEvent.TextDelta("Hel")), Flux.never()));
		observed.send(request(true)).take(1).blockLast();
		assertThat(tag("error.type")).isEqualTo("none");
		assertThat(tag("llm.outcome")).isEqualTo("cancelled");
		assertThat(this.seen.failed()).isEmpty();
	}

	@Test
	void whatIsToldAfterTheEndIsNotHeard() {
		ChatProvider observed = observed(
				Flux.concat(Flux.just(completed()), ScriptedProvider.failure(Reason.CONNECTION)));
		StepVerifier.create(observed.send(request(false))).expectNextCount(1).verifyError(LlmException.class);
		assertThat(tag("llm.outcome")).isEqualTo("answered");
	}

	@Test
	void everySubscriptionIsObservedAnew() {
		Flux<ChatEvent> answer = observed(streamed()).send(request(true));
		answer.blockLast();
		answer.blockLast();
		assertThat(this.seen.started()).hasSize(2);
		assertThat(this.seen.stopped()).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void tracesKnowWhatWasAskedAndAnswered() {
		ChatRequest request = request(true).toBuilder()
			.options(ChatOptions.builder().temperature(0.2).maxOutputTokens(100).stop(List.of("END")).build())
			.conversation("c-1")
			.build();
		observed(streamed()).send(request).blockLast();
		Map<String, String> details = Seen.tags(this.seen.only().getHighCardinalityKeyValues());
		assertThat(details).containsEntry("gen_ai.request.temperature", "0.2")
			.containsEntry("gen_ai.request.max_tokens", "100")
			.containsEntry("gen_ai.request.stop_sequences", "[END]")
			.containsEntry("gen_ai.request.stream", "true")
			.containsEntry("gen_ai.conversation.id", "c-1")
			.containsEntry("gen_ai.output.type", "text")
			.containsEntry("gen_ai.response.id", "r1")
			.containsEntry("gen_ai.response.finish_reasons", "[\"end_turn\"]")
			.containsEntry("gen_ai.usage.input_tokens", "10")
			.containsEntry("gen_ai.usage.output_tokens", "20")
			.containsEntry("gen_ai.usage.cache_read.input_tokens", "4")
			.containsEntry("gen_ai.usage.reasoning.output_tokens", "5")
			.containsEntry("llm.request.id", "req-1")
			.containsKey("gen_ai.response.time_to_first_chunk")
			.doesNotContainKeys("gen_ai.usage.cache_creation.input_tokens", "gen_ai.request.seed");
		assertThat(this.seen.only().getAllKeyValues().stream()).hasSize(9 + details.size());
		assertThat(this.seen.only().getHighCardinalityKeyValue("gen_ai.response.id").getValue()).isEqualTo("r1");
	}

	@Test
	void whatWasSaidIsInNoTag() {
		ChatRequest request = request(true).toBuilder().message(Message.user("CANARY-prompt")).build();
		observed(Flux.just(new ChatEvent.TextDelta("Hello"), completed())).send(request).blockLast();
		assertThat(this.seen.only().getAllKeyValues().toString()).doesNotContain("CANARY", "Hello");
	}

	@Test
	void contentThatIsWantedIsTakenThroughTheRedactor() {
		ChatRequest request = request(true).toBuilder().message(Message.user("Mail ada@acme.example")).build();
		this.seen.observations()
			.content(Redactor.DEFAULTS)
			.build()
			.ofProvider("acme", SERVICE, (asked) -> streamed())
			.send(request)
			.blockLast();
		Map<String, String> details = Seen.tags(this.seen.only().getHighCardinalityKeyValues());
		assertThat(details.get("gen_ai.input.messages")).startsWith("user: Hi | user: Mail ").doesNotContain("ada@");
		assertThat(details).containsEntry("gen_ai.output.messages", "Hello");
	}

	@Test
	void contentOfToolsIsToldWhereItIsWanted() {
		Observations observations = this.seen.observations().content(Redactor.DEFAULTS).build();
		ChatProvider simulated = new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS);
		Assembly.of(simulated).observations(observations).client().prompt("call: look {}").tools(TOOL).content();
		Observation.Context tool = this.seen.stopped()
			.stream()
			.filter(ToolObservationContext.class::isInstance)
			.findFirst()
			.orElseThrow();
		assertThat(Seen.tags(tool.getHighCardinalityKeyValues())).containsEntry("gen_ai.tool.call.arguments", "{}")
			.containsEntry("gen_ai.tool.call.result", "seen");
	}

	@Test
	void timesAreThoseOfTheTicker() {
		AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
		ChatProvider provider = (request) -> streamed().doOnNext((event) -> now.addAndGet(2_000_000));
		this.seen.observations()
			.ticker(now::get)
			.build()
			.ofProvider("acme", SERVICE, provider)
			.send(request(true))
			.blockLast();
		ChatObservationContext context = (ChatObservationContext) this.seen.only();
		assertThat(context.timeToFirstChunk()).isEqualTo(Duration.ofMillis(2));
		assertThat(context.duration()).isEqualTo(Duration.ofMillis(6));
	}

	@Test
	void wholeAnswerHasNoFirstChunk() {
		observed(Flux.just(completed())).send(request(false)).blockLast();
		assertThat(((ChatObservationContext) this.seen.only()).timeToFirstChunk()).isNull();
	}

	@Test
	void latestNamesAreThoseOfTheLatestGeneration() {
		this.seen.observations()
			.generation(Generation.LATEST)
			.build()
			.ofProvider("acme", SERVICE, (request) -> Flux.just(completed()))
			.send(request(false))
			.blockLast();
		assertThat(this.seen.only().getName()).isEqualTo("gen_ai.client.inference.duration");
	}

	@Test
	void ownConventionTakesThePlaceOfOurs() {
		ChatObservationConvention own = new ChatObservationConvention(Generation.V1_41) {

			@Override
			public KeyValues getLowCardinalityKeyValues(ChatObservationContext context) {
				return KeyValues.of("team", String.valueOf(context.request().tags().get("team")));
			}

		};
		ChatRequest request = request(false).toBuilder().tag("team", "search").build();
		this.seen.observations()
			.chats(own)
			.build()
			.ofProvider("acme", SERVICE, (asked) -> Flux.just(completed()))
			.send(request)
			.blockLast();
		assertThat(Seen.tags(this.seen.only().getLowCardinalityKeyValues())).isEqualTo(Map.of("team", "search"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void handlerThatFailsDoesNotBreakTheCall(boolean atStart) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStart(Observation.Context context) {
				if (atStart) {
					throw new IllegalStateException("start");
				}
			}

			@Override
			public void onStop(Observation.Context context) {
				throw new IllegalStateException("stop");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		ChatProvider observed = Observations.builder(registry)
			.build()
			.ofProvider("acme", SERVICE, (request) -> streamed());
		StepVerifier.create(observed.send(request(true))).expectNextCount(3).verifyComplete();
	}

	@Test
	void whatThePredicateRefusesIsNotObserved() {
		this.seen.registry().observationConfig().observationPredicate((name, context) -> !name.startsWith("gen_ai"));
		StepVerifier.create(observed(streamed()).send(request(true))).expectNextCount(3).verifyComplete();
		assertThat(this.seen.started()).isEmpty();
	}

	@Test
	void vectorsAreObserved() {
		EmbeddingProvider vectors = (request) -> Mono.just(new EmbeddingResponse(List.of(new float[] { 1 }), "e-1",
				"acme", new Usage(7L, null, null, null, null, Map.of()), List.of()));
		this.seen.observations()
			.build()
			.ofEmbeddings("acme", SERVICE, "e", vectors)
			.embed(new EmbeddingRequest(List.of("Hi"), null, EmbeddingOptions.NONE))
			.block();
		assertThat(this.seen.only().getName()).isEqualTo("gen_ai.client.operation.duration");
		assertThat(this.seen.only().getContextualName()).isEqualTo("embeddings e");
		assertThat(tag("gen_ai.response.model")).isEqualTo("e-1");
		assertThat(tag("llm.outcome")).isEqualTo("answered");
		assertThat(this.seen.only().getHighCardinalityKeyValue("gen_ai.usage.input_tokens").getValue()).isEqualTo("7");
	}

	@Test
	void vectorsThatFailOrAreCancelledAreObserved() {
		Observations observations = this.seen.observations().build();
		EmbeddingRequest request = new EmbeddingRequest(List.of("Hi"), "e", EmbeddingOptions.NONE);
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> observations
			.ofEmbeddings("acme", SERVICE, null, (asked) -> Mono.error(LlmException.of(Reason.OVERLOADED, "busy")))
			.embed(request)
			.block());
		observations.ofEmbeddings("acme", SERVICE, null, (asked) -> Mono.never()).embed(request).subscribe().dispose();
		assertThat(this.seen.stopped()).extracting((context) -> ((LlmObservation) context).errorType())
			.containsExactly("overloaded", "none");
		assertThat(this.seen.stopped()).extracting((context) -> ((LlmObservation) context).outcome())
			.containsExactly(Outcome.FAILED, Outcome.CANCELLED);
	}

	private String tag(String name) {
		return Seen.tags(this.seen.only().getLowCardinalityKeyValues()).get(name);
	}

	@Test
	void candidatesOfARouteAreWithinItsCallWhereOneFailsAtOnce() {
		Observations observations = this.seen.observations().build();
		Assembly.of(router(observations, ScriptedProvider.failure(Reason.OVERLOADED)))
			.observations(observations)
			.client()
			.prompt("Hi")
			.content();
		assertThat(this.seen.stopped()).extracting(Seen::path)
			.containsExactly("call > chat bad", "call > chat good", "call");
		assertThat(Seen.tags(this.seen.stopped().get(2).getLowCardinalityKeyValues()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("llm.route", "smart", "llm.provider.id", "spare", "error.type",
					"none", "llm.outcome", "answered"));
	}

	private static ModelRouter router(Observations observations, Flux<ChatEvent> first) {
		CandidateHealth health = new CandidateHealth();
		Surroundings.Builder surroundings = Surroundings.builder().health(health).observations(observations);
		ChatProvider simulated = new SimulatedChatProvider("spare", SimulatedSettings.DEFAULTS);
		return Assembly.router(List.of(
				new ProviderEntry("acme",
						Assembly.surround("acme", (request) -> first, surroundings.model("bad").build()), "bad"),
				new ProviderEntry("spare", Assembly.surround("spare", simulated, surroundings.model("good").build()),
						"good")),
				List.of(Route.builder("smart").models("acme", "spare").build()), "smart", health);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void turnsAndToolsAreWithinTheLoop(boolean streaming) {
		Observations observations = this.seen.observations().build();
		ModelRouter router = router(observations, ScriptedProvider.failure(Reason.OVERLOADED));
		var prompt = Assembly.of(router)
			.observations(observations)
			.client()
			.withModel("spare")
			.prompt("call: look {}")
			.tools(TOOL);
		if (streaming) {
			prompt.stream().events().blockLast();
		}
		else {
			prompt.content();
		}
		assertThat(this.seen.stopped()).extracting(Seen::path)
			.containsExactly("tool loop > call spare > chat good", "tool loop > call spare",
					"tool loop > execute_tool look", "tool loop > call spare > chat good", "tool loop > call spare",
					"tool loop");
	}

	private Observation.Context failingTool(Observations observations, Exception failure) {
		ToolDefinition broken = new ToolDefinition("look", "Looks", "{\"type\":\"object\"}", (invocation) -> {
			throw failure;
		});
		ChatProvider simulated = new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS);
		assertThatNoException().isThrownBy(() -> Assembly.of(simulated)
			.observations(observations)
			.client()
			.prompt("call: look {}")
			.tools(broken)
			.content());
		return this.seen.stopped().stream().filter(ToolObservationContext.class::isInstance).findFirst().orElseThrow();
	}

	@Test
	void failingToolIsObservedByItsException() {
		Exception failure = new IllegalArgumentException("CANARY", new IllegalStateException("CANARY"));
		Observation.Context tool = failingTool(this.seen.observations().build(), failure);
		assertThat(Seen.tags(tool.getLowCardinalityKeyValues())).containsExactlyInAnyOrderEntriesOf(
				Map.of("gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", "look", "gen_ai.tool.type",
						"function", "error.type", "java.lang.IllegalArgumentException", "llm.outcome", "failed"));
	}

	@Test
	void failureOfAToolIsToldWithoutItsWords() {
		Exception failure = new IllegalArgumentException("CANARY", new IllegalStateException("CANARY"));
		Throwable told = failingTool(this.seen.observations().build(), failure).getError();
		StringWriter printed = new StringWriter();
		told.printStackTrace(new PrintWriter(printed));
		assertThat(printed.toString()).startsWith("java.lang.IllegalArgumentException\n")
			.contains("Caused by: java.lang.IllegalStateException\n")
			.contains("at " + getClass().getName())
			.doesNotContain("CANARY");
	}

	@Test
	void wordsOfAFailingToolAreRedactedWhereContentIsWanted() {
		Observations observations = this.seen.observations().content(Redactor.DEFAULTS).build();
		Throwable told = failingTool(observations, new IllegalArgumentException("nobody has ada@acme.example"))
			.getError();
		assertThat(told).hasMessage("java.lang.IllegalArgumentException: nobody has ******");
	}

	@Test
	void failureThatIsItsOwnCauseIsTold() {
		Exception first = new IllegalStateException("first");
		Exception second = new IllegalStateException("second", first);
		first.initCause(second);
		assertThat(failingTool(this.seen.observations().build(), first).getError())
			.hasMessage("java.lang.IllegalStateException");
	}

	@Test
	void requestWithoutToolsHasNoLoop() {
		Observations observations = this.seen.observations().build();
		ChatProvider simulated = new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS);
		Assembly.of(simulated).observations(observations).client().prompt("Hi").content();
		assertThat(this.seen.stopped()).extracting(Observation.Context::getName).containsExactly("llm.call");
	}

	@Test
	void timeBetweenPiecesIsToldForEachPieceAfterTheFirst() {
		AtomicLong now = new AtomicLong();
		List<Long> times = new ArrayList<>();
		ChatProvider provider = (request) -> Flux
			.concat(Flux.<ChatEvent>just(new ChatEvent.TextDelta("a"), new ChatEvent.TextDelta("b"),
					new ChatEvent.TextDelta("c")), Flux.just(completed()))
			.doOnNext((event) -> now.addAndGet(5));
		Observations observations = this.seen.observations()
			.ticker(now::get)
			.chunkTimes((context) -> times::add)
			.build();
		observations.ofProvider("acme", SERVICE, provider).send(request(true)).blockLast();
		observations.ofProvider("acme", SERVICE, provider).send(request(false)).blockLast();
		assertThat(times).containsExactly(5L, 5L);
	}

}
