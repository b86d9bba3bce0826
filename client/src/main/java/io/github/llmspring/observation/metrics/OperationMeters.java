package io.github.llmspring.observation.metrics;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import io.github.llmspring.observation.ObservationNames;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Meters of observations by name and tags, kept so that a call looks each up once.
 */
final class OperationMeters {

	private final MeterRegistry registry;

	private final Generation generation;

	private final Map<Key, Operation> operations = new ConcurrentHashMap<>();

	OperationMeters(MeterRegistry registry, Generation generation) {
		this.registry = registry;
		this.generation = generation;
		registry.config().onMeterRemoved((meter) -> this.operations.clear());
	}

	Operation of(Observation.Context context) {
		Key key = new Key(Objects.requireNonNull(context.getName()), context.getLowCardinalityKeyValues());
		Operation known = this.operations.get(key);
		return (known != null) ? known : this.operations.computeIfAbsent(key, Operation::new);
	}

	/**
	 * Timer of what happens while an observation is under way.
	 */
	LongConsumer timer(String name, KeyValues keyValues) {
		Timer timer = this.registry.timer(name, withoutEnd(keyValues));
		return (nanos) -> timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Tags without those that say how it ended.
	 */
	private static Tags withoutEnd(KeyValues keyValues) {
		return Tags.of(keyValues.stream()
			.filter((keyValue) -> !keyValue.getKey().equals(ObservationNames.ERROR_TYPE)
					&& !keyValue.getKey().equals(ObservationNames.OUTCOME))
			.map(OperationMeters::tag)
			.toList());
	}

	private static Tag tag(KeyValue keyValue) {
		return Tag.of(keyValue.getKey(), keyValue.getValue());
	}

	private record Key(String name, KeyValues tags) {
	}

	/**
	 * Meters of observations that are alike in name and tags.
	 */
	final class Operation {

		private final Timer duration;

		private final KeyValues keyValues;

		private volatile @Nullable TokenMeters tokens;

		private volatile @Nullable Timer timeToFirstChunk;

		Operation(Key key) {
			this.keyValues = key.tags();
			this.duration = OperationMeters.this.registry.timer(key.name(),
					Tags.of(key.tags().stream().map(OperationMeters::tag).toList()));
		}

		Timer duration() {
			return this.duration;
		}

		TokenMeters tokens() {
			TokenMeters known = this.tokens;
			if (known == null) {
				known = new TokenMeters(OperationMeters.this.registry, OperationMeters.this.generation,
						withoutEnd(this.keyValues));
				this.tokens = known;
			}
			return known;
		}

		Timer timeToFirstChunk() {
			Timer known = this.timeToFirstChunk;
			if (known == null) {
				known = OperationMeters.this.registry.timer(OperationMeters.this.generation.timeToFirstChunk(),
						withoutEnd(this.keyValues));
				this.timeToFirstChunk = known;
			}
			return known;
		}

	}

}
