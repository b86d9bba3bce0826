package io.github.llmspring.observation.metrics;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import io.github.llmspring.observation.ObservationNames;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/**
 * Buckets of the histograms, as OpenTelemetry's conventions set them. What the
 * application says of a histogram wins.
 */
public final class LlmBuckets implements MeterFilter {

	/**
	 * From 10 ms to 82 s, each twice the one before.
	 */
	private static final DistributionStatisticConfig TIMES = config(
			IntStream.range(0, 14).mapToDouble((power) -> Duration.ofMillis(10L << power).toNanos()));

	/**
	 * From 1 to 67108864, each four times the one before.
	 */
	private static final DistributionStatisticConfig TOKENS = config(
			IntStream.range(0, 14).mapToDouble((power) -> 1L << (2 * power)));

	private static final Set<String> NAMES_OF_TIMES = new HashSet<>(Set.of(ObservationNames.CALL,
			ObservationNames.TOOL_LOOP, ObservationNames.EXECUTE_TOOL_DURATION, ObservationNames.OPERATION_DURATION));

	private static final Set<String> NAMES_OF_TOKENS = new HashSet<>();

	static {
		for (Generation generation : Generation.values()) {
			NAMES_OF_TIMES.add(generation.chatDuration());
			NAMES_OF_TIMES.add(generation.timeToFirstChunk());
			NAMES_OF_TIMES.add(generation.timePerOutputChunk());
			NAMES_OF_TOKENS.add(generation.inputTokens());
			NAMES_OF_TOKENS.add(generation.outputTokens());
		}
	}

	private static DistributionStatisticConfig config(DoubleStream bounds) {
		return DistributionStatisticConfig.builder().serviceLevelObjectives(bounds.toArray()).build();
	}

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (NAMES_OF_TIMES.contains(id.getName())) {
			return config.merge(TIMES);
		}
		return NAMES_OF_TOKENS.contains(id.getName()) ? config.merge(TOKENS) : config;
	}

}
