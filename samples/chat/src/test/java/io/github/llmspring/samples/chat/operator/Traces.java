package io.github.llmspring.samples.chat.operator;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces of what is asked of the sample, as OpenTelemetry's SDK exports them.
 */
final class Traces implements SpanExporter {

	private static final String ASKED = "http post /chat";

	private static final List<String> SHOWN = List.of("llm.provider.id", "llm.route", "llm.outcome", "error.type",
			"llm.attempts", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "status");

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final Semaphore ended = new Semaphore(0);

	ObservationHandler<Observation.Context> handler() {
		Tracer otel = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(this))
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

	@Override
	public CompletableResultCode export(Collection<SpanData> ended) {
		CompletableResultCode result = this.spans.export(ended);
		ended.stream().filter(Traces::isAsked).forEach((span) -> this.ended.release());
		return result;
	}

	private static boolean isAsked(SpanData span) {
		return span.getName().startsWith(ASKED);
	}

	@Override
	public CompletableResultCode flush() {
		return this.spans.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.spans.shutdown();
	}

	/**
	 * Spans of the question that was asked last, which ends a little after its answer.
	 */
	List<SpanData> next() throws InterruptedException {
		assertThat(this.ended.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
		List<SpanData> all = this.spans.getFinishedSpanItems();
		SpanData root = all.stream().filter(Traces::isAsked).reduce((a, b) -> b).orElseThrow();
		return all.stream()
			.filter((span) -> span.getTraceId().equals(root.getTraceId()))
			.sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
			.toList();
	}

	/**
	 * Everything that was exported, as text.
	 */
	String all() {
		return this.spans.getFinishedSpanItems().toString();
	}

	static String attribute(SpanData span, String name) {
		return span.getAttributes().get(AttributeKey.stringKey(name));
	}

	/**
	 * Spans of a trace, each below and right of the one around it.
	 */
	static void draw(List<SpanData> trace, StringBuilder drawing) {
		draw(trace, (span) -> !span.getParentSpanContext().isValid(), "", drawing);
	}

	private static void draw(List<SpanData> trace, Predicate<SpanData> wanted, String indent, StringBuilder drawing) {
		trace.stream().filter(wanted).forEach((span) -> {
			drawing.append(indent).append(span.getName());
			SHOWN.stream()
				.filter((name) -> attribute(span, name) != null)
				.forEach((name) -> drawing.append(' ').append(name).append('=').append(attribute(span, name)));
			drawing.append('\n');
			draw(trace, (inner) -> inner.getParentSpanId().equals(span.getSpanId()), indent + "  ", drawing);
		});
	}

}
