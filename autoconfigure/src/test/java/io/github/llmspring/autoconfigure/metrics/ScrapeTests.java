package io.github.llmspring.autoconfigure.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.llmspring.observation.ObservationNames.Generation;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls of all kinds and ends are told to Prometheus and to OpenTelemetry as
 * the files beside these tests have it.
 */
@Timeout(60)
class ScrapeTests {

	private static final Path EXPECTED = Path.of("src/test/resources/metrics");

	private static final Path SEEN = Path.of("target/metrics");

	private final MockClock clock = new MockClock();

	@ParameterizedTest
	@EnumSource
	void prometheusIsToldWhatTheFileSays(Generation generation) throws IOException {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
				new PrometheusRegistry(), this.clock);
		new Calls(registry, this.clock, generation).make();
		assertThatFileIs("prometheus-" + word(generation), withoutMoreBuckets(registry.scrape()));
	}

	@ParameterizedTest
	@EnumSource
	void openTelemetryIsToldSecondsAsTheFileSays(Generation generation) throws IOException {
		List<byte[]> sent = new ArrayList<>();
		OtlpConfig config = new OtlpConfig() {

			@Override
			public String get(String key) {
				return null;
			}

			@Override
			public TimeUnit baseTimeUnit() {
				return TimeUnit.SECONDS;
			}

		};
		OtlpMeterRegistry registry = OtlpMeterRegistry.builder(config)
			.clock(this.clock)
			.metricsSender((request) -> sent.add(request.getMetricsData()))
			.build();
		new Calls(registry, this.clock, generation).make();
		registry.close();
		assertThat(sent).hasSize(1);
		assertThatFileIs("otlp-" + word(generation), text(ExportMetricsServiceRequest.parseFrom(sent.get(0))));
	}

	/**
	 * A scrape with the buckets of one series of each histogram only, and without the
	 * lines of descriptions.
	 */
	private static String withoutMoreBuckets(String scrape) {
		Map<String, String> series = new HashMap<>();
		return scrape.lines()
			.filter((line) -> !line.startsWith("# HELP"))
			.filter((line) -> !line.contains("_bucket{")
					|| labels(line).equals(series.computeIfAbsent(name(line), (name) -> labels(line))))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	private static String name(String line) {
		return line.substring(0, line.indexOf('{'));
	}

	private static String labels(String line) {
		return line.substring(0, line.indexOf(",le="));
	}

	private static String word(Generation generation) {
		return generation.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static void assertThatFileIs(String name, String seen) throws IOException {
		Files.createDirectories(SEEN);
		Files.writeString(SEEN.resolve(name + ".txt"), seen);
		assertThat(seen).isEqualTo(Files.readString(EXPECTED.resolve(name + ".txt")));
	}

	private static String text(ExportMetricsServiceRequest request) {
		return request.getResourceMetricsList()
			.stream()
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream())
			.map(ScrapeTests::text)
			.sorted()
			.collect(Collectors.joining("\n", "", "\n"));
	}

	private static String text(Metric metric) {
		String head = metric.getName() + " [" + metric.getUnit() + "] "
				+ metric.getDataCase().name().toLowerCase(Locale.ROOT);
		List<String> points = new ArrayList<>();
		metric.getHistogram().getDataPointsList().forEach((point) -> points.add(text(point)));
		metric.getSum().getDataPointsList().forEach((point) -> points.add(text(point)));
		metric.getGauge().getDataPointsList().forEach((point) -> points.add(text(point)));
		return head + points.stream().sorted().map((point) -> "\n  " + point).collect(Collectors.joining());
	}

	private static String text(HistogramDataPoint point) {
		StringBuilder buckets = new StringBuilder();
		for (int i = 0; i < point.getBucketCountsCount(); i++) {
			if (point.getBucketCounts(i) > 0) {
				buckets.append(' ')
					.append((i < point.getExplicitBoundsCount()) ? "<=" + point.getExplicitBounds(i) : "more")
					.append(':')
					.append(point.getBucketCounts(i));
			}
		}
		return text(point.getAttributesList()) + " count " + point.getCount() + " sum " + point.getSum() + buckets;
	}

	private static String text(NumberDataPoint point) {
		return text(point.getAttributesList()) + " " + point.getAsDouble();
	}

	private static String text(List<KeyValue> attributes) {
		return attributes.stream()
			.map((attribute) -> attribute.getKey() + "=" + attribute.getValue().getStringValue())
			.sorted()
			.collect(Collectors.joining(", ", "{", "}"));
	}

}
