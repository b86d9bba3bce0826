package io.github.llmspring.observation.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.llmspring.Usage;
import io.github.llmspring.observation.ObservationNames;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the tokens of operations that are alike. What a service did not tell is not
 * counted, and nothing is counted twice: there is no sum among the types.
 */
final class TokenMeters {

	private static final String UNIT = "tokens";

	private final MeterRegistry registry;

	private final Tags tags;

	private final List<Count> counts = new ArrayList<>();

	TokenMeters(MeterRegistry registry, Generation generation, Tags tags) {
		this.registry = registry;
		this.tags = tags;
		if (generation == Generation.V1_41) {
			summary(Usage::inputTokens, generation.inputTokens(), tags.and(ObservationNames.TOKEN_TYPE, "input"));
			summary(Usage::outputTokens, generation.outputTokens(), tags.and(ObservationNames.TOKEN_TYPE, "output"));
			return;
		}
		summary(Usage::inputTokens, generation.inputTokens(), tags);
		summary(Usage::outputTokens, generation.outputTokens(), tags);
		counter(Usage::inputTokens, "input_tokens");
		counter(Usage::outputTokens, "output_tokens");
		counter(Usage::cachedInputTokens, "cache_read.input_tokens");
		counter(Usage::cacheWriteTokens, "cache_write.input_tokens");
		counter(Usage::reasoningTokens, "reasoning.output_tokens");
	}

	private void summary(Function<Usage, @Nullable Long> count, String name, Tags tags) {
		this.counts.add(new Count(count) {

			@Override
			Recorder recorder() {
				return DistributionSummary.builder(name)
					.baseUnit(UNIT)
					.tags(tags)
					.register(TokenMeters.this.registry)::record;
			}

		});
	}

	private void counter(Function<Usage, @Nullable Long> count, String name) {
		this.counts.add(new Count(count) {

			@Override
			Recorder recorder() {
				return Counter.builder(Generation.TOKEN_COUNTERS + name)
					.baseUnit(UNIT)
					.tags(TokenMeters.this.tags.and(ObservationNames.TOKEN_MODALITY, "unknown"))
					.register(TokenMeters.this.registry)::increment;
			}

		});
	}

	void record(Usage usage) {
		if (usage == Usage.UNKNOWN) {
			return;
		}
		for (Count count : this.counts) {
			count.record(usage);
		}
	}

	@FunctionalInterface
	private interface Recorder {

		void record(double tokens);

	}

	/**
	 * One count, whose meter is there from the first time on that the count is known.
	 */
	private abstract static class Count {

		private final Function<Usage, @Nullable Long> count;

		private volatile @Nullable Recorder meter;

		Count(Function<Usage, @Nullable Long> count) {
			this.count = count;
		}

		abstract Recorder recorder();

		void record(Usage usage) {
			Long tokens = this.count.apply(usage);
			if (tokens == null) {
				return;
			}
			Recorder known = this.meter;
			if (known == null) {
				known = recorder();
				this.meter = known;
			}
			known.record(tokens);
		}

	}

}
