package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that the spans of a call are within each other, whatever threads it passes, as
 * the SDK of OpenTelemetry exports them.
 */
@Timeout(60)
class TracesTests {

	private static final String CALL = """
			{"id":"1","model":"fake","choices":[{"index":0,"message":{"role":"assistant","tool_calls":[\
			{"id":"c1","type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final List<String> threads = new CopyOnWriteArrayList<>();

	private ApplicationContextRunner runner(FakeService... services) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ObservationAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
							WebClientAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
							LlmAutoConfiguration.class, LlmObservationAutoConfiguration.class))
			.withBean("tracing", ObservationHandler.class, this::tracing)
			.withPropertyValues("llm.default-model=p0", "llm.routes.smart.models=p0,p1");
		for (int i = 0; i < 2; i++) {
			runner = runner.withPropertyValues("llm.providers.p" + i + ".type=openai-compatible",
					"llm.providers.p" + i + ".base-url=" + services[Math.min(i, services.length - 1)].url(),
					"llm.providers.p" + i + ".api-key=sk-CANARY-key", "llm.providers.p" + i + ".model=m" + i,
					"llm.providers.p" + i + ".retry.initial-delay=1ms");
		}
		return runner;
	}

	private ObservationHandler<Observation.Context> tracing() {
		Tracer otel = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(this.spans))
			.build()
			.get("tests");
		OtelTracer tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), (event) -> {
		});
		OtelPropagator propagator = new OtelPropagator(
				ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
		return new FirstMatchingCompositeObservationHandler(
				new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
				new DefaultTracingObservationHandler(tracer));
	}

	private ToolDefinition look(ObservationRegistry registry) {
		return new ToolDefinition("look", "Looks", "{\"type\":\"object\"}", (invocation) -> {
			this.threads.add(Thread.currentThread().getName());
			Observation.createNotStarted("in the tool", registry).observe(() -> {
			});
			return ToolOutput.of("CANARY-result");
		});
	}

	@Test
	void loopHoldsCallsAndToolsCallsHoldModelsAndModelsHoldExchanges() {
		try (FakeService service = FakeService.answering(List.of(CALL, FakeService.ANSWER).iterator())) {
			runner(service).run((context) -> {
				ObservationRegistry registry = context.getBean(ObservationRegistry.class);
				Observation.createNotStarted("request", registry)
					.observe(() -> context.getBean(ChatClient.class)
						.prompt("CANARY-prompt")
						.tools(look(registry))
						.content());
				assertThat(paths()).containsExactlyInAnyOrder("request", "request > tool loop",
						"request > tool loop > call", "request > tool loop > call > chat m0",
						"request > tool loop > call > chat m0 > http post", "request > tool loop > execute_tool look",
						"request > tool loop > execute_tool look > in the tool", "request > tool loop > call",
						"request > tool loop > call > chat m0", "request > tool loop > call > chat m0 > http post");
				assertThat(this.threads).hasSize(1).doesNotContain(Thread.currentThread().getName());
				assertThat(traces()).hasSize(1);
				assertThat(service.calls()).allSatisfy(
						(call) -> assertThat(call.headers().get("traceparent")).contains(traces().iterator().next()));
			});
		}
	}

	@Test
	void modelsAreClientsAndWhatIsAroundThemIsNot() {
		try (FakeService service = FakeService.answering(List.of(CALL, FakeService.ANSWER).iterator())) {
			runner(service).run((context) -> {
				context.getBean(ChatClient.class)
					.prompt("Hi")
					.tools(look(context.getBean(ObservationRegistry.class)))
					.content();
				assertThat(this.spans.getFinishedSpanItems()).filteredOn((span) -> span.getName().startsWith("chat"))
					.extracting(SpanData::getKind)
					.containsOnly(SpanKind.CLIENT);
				assertThat(this.spans.getFinishedSpanItems())
					.filteredOn((span) -> span.getName().matches("call|tool loop|execute_tool.*"))
					.hasSize(4)
					.extracting(SpanData::getKind)
					.containsOnly(SpanKind.INTERNAL);
			});
		}
	}

	@Test
	void modelsOfARouteAreBesideEachOtherWithinItsCall() {
		try (FakeService busy = FakeService.failing(10, 503); FakeService service = FakeService.answering()) {
			runner(busy, service).run((context) -> {
				context.getBean(ChatClient.class).withModel("smart").prompt("Hi").content();
				assertThat(paths()).containsExactlyInAnyOrder("call smart", "call smart > chat m0",
						"call smart > chat m0 > http post", "call smart > chat m1", "call smart > chat m1 > http post");
				assertThat(span("chat m0").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
				assertThat(attribute("chat m0", "error.type")).isEqualTo("overloaded");
				assertThat(attribute("chat m1", "error.type")).isEqualTo("none");
				assertThat(attribute("call smart", "llm.attempts")).isEqualTo("2");
			});
		}
	}

	@Test
	void retriesAreExchangesOfOneModel() {
		try (FakeService service = FakeService.failing(2, 500)) {
			runner(service).run((context) -> {
				context.getBean(ChatClient.class).prompt("Hi").content();
				assertThat(paths()).containsExactlyInAnyOrder("call", "call > chat m0", "call > chat m0 > http post",
						"call > chat m0 > http post", "call > chat m0 > http post");
				assertThat(attribute("chat m0", "llm.attempts")).isEqualTo("3");
			});
		}
	}

	@Test
	void streamOfAReactiveCallerIsWithinWhatTheCallerObserves() {
		try (FakeService service = FakeService.streaming(Mono.just(FakeService.PIECE + FakeService.END))) {
			runner(service).run((context) -> {
				ObservationRegistry registry = context.getBean(ObservationRegistry.class);
				Observation request = Observation.start("request", registry);
				Flux<String> answer = context.getBean(ChatClient.class).prompt("Hi").stream().content();
				try (Observation.Scope scope = request.openScope()) {
					assertThat(answer.collectList().block()).containsExactly("Hi");
				}
				request.stop();
				assertThat(paths()).containsExactlyInAnyOrder("request", "request > call", "request > call > chat m0",
						"request > call > chat m0 > http post");
				assertThat(attribute("chat m0", "gen_ai.response.time_to_first_chunk")).isNotNull();
			});
		}
	}

	@Test
	void nothingIsLeftOnTheThreadOfTheCaller() {
		try (FakeService service = FakeService.failing(10, 400)) {
			runner(service).run((context) -> {
				ObservationRegistry registry = context.getBean(ObservationRegistry.class);
				assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> context.getBean(ChatClient.class).prompt("Hi").content());
				assertThat(registry.getCurrentObservation()).isNull();
				assertThat(io.opentelemetry.api.trace.Span.current().getSpanContext().isValid()).isFalse();
			});
		}
	}

	@Test
	void neitherKeysNorWhatWasSaidAreInSpans() {
		try (FakeService service = FakeService.answering(List.of(CALL, FakeService.ANSWER).iterator());
				FakeService broken = FakeService.failing(10, 401)) {
			runner(service, broken).run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				client.prompt("CANARY-prompt").tools(look(context.getBean(ObservationRegistry.class))).content();
				assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> client.withModel("p1").prompt("CANARY-prompt").content());
				assertThat(this.spans.getFinishedSpanItems()).hasSizeGreaterThan(10);
				assertThat(this.spans.getFinishedSpanItems().toString()).doesNotContain("CANARY", "Hi there");
			});
		}
	}

	@Test
	void whatWasSaidIsInSpansWhereThatIsWanted() {
		try (FakeService service = FakeService.answering()) {
			runner(service).withPropertyValues("llm.observation.content=true").run((context) -> {
				context.getBean(ChatClient.class).prompt("Hello, my key is sk-CANARY-key").content();
				assertThat(attribute("chat m0", "gen_ai.input.messages")).startsWith("user: Hello, my key is ");
				assertThat(attribute("chat m0", "gen_ai.output.messages")).isEqualTo("Hi there");
				assertThat(this.spans.getFinishedSpanItems().toString()).doesNotContain("CANARY");
			});
		}
	}

	private SpanData span(String name) {
		return this.spans.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private String attribute(String span, String name) {
		return span(span).getAttributes().get(AttributeKey.stringKey(name));
	}

	private Set<String> traces() {
		return this.spans.getFinishedSpanItems().stream().map(SpanData::getTraceId).collect(Collectors.toSet());
	}

	/**
	 * Names of the spans around each span, from the outermost to itself.
	 */
	private List<String> paths() {
		Map<String, SpanData> byId = this.spans.getFinishedSpanItems()
			.stream()
			.collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
		return byId.values().stream().map((span) -> path(byId, span)).toList();
	}

	private static String path(Map<String, SpanData> byId, SpanData span) {
		SpanData parent = byId.get(span.getParentSpanId());
		return ((parent != null) ? path(byId, parent) + " > " : "") + span.getName();
	}

}
