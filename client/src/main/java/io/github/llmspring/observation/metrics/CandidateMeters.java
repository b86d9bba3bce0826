package io.github.llmspring.observation.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.health.BreakerState;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.observation.ObservationNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the models that were asked: there from the first call on.
 */
final class CandidateMeters {

	private final MeterRegistry registry;

	private final CandidateHealth health;

	private final Map<ModelAddress, Limits> candidates = new ConcurrentHashMap<>();

	CandidateMeters(MeterRegistry registry, CandidateHealth health) {
		this.registry = registry;
		this.health = health;
		registry.config().onMeterRemoved((meter) -> this.candidates.clear());
	}

	/**
	 * Notes that a model is asked.
	 */
	void asked(String provider, @Nullable String model) {
		limits(new ModelAddress(provider, model));
	}

	/**
	 * Notes what a service told of its limits.
	 */
	void told(String provider, @Nullable String model, @Nullable RateLimitState state) {
		if (state != null) {
			limits(new ModelAddress(provider, model)).told(state);
		}
	}

	private Limits limits(ModelAddress address) {
		Limits known = this.candidates.get(address);
		return (known != null) ? known : this.candidates.computeIfAbsent(address, this::register);
	}

	private Limits register(ModelAddress address) {
		String model = address.model();
		Tags tags = Tags.of(ObservationNames.PROVIDER_ID, address.provider(), ObservationNames.REQUEST_MODEL,
				(model != null) ? model : KeyValue.NONE_VALUE);
		Gauge.builder(ObservationNames.IN_FLIGHT, () -> this.health.state(address).inFlight())
			.tags(tags)
			.register(this.registry);
		Gauge.builder(ObservationNames.CIRCUIT_STATE, () -> code(this.health.state(address).breaker()))
			.tags(tags)
			.register(this.registry);
		TimeGauge.builder(ObservationNames.REST_LEFT, () -> seconds(this.health.restLeft(address)), TimeUnit.SECONDS)
			.tags(tags)
			.register(this.registry);
		return new Limits(tags);
	}

	private static double code(BreakerState state) {
		return switch (state) {
			case NONE -> Double.NaN;
			case CLOSED -> 0;
			case HALF_OPEN -> 1;
			case OPEN -> 2;
		};
	}

	private static double seconds(Duration left) {
		return left.isNegative() ? 0 : left.getSeconds() + left.getNano() / 1e9;
	}

	/**
	 * What a service told last of its limits. What it told is over when the limit is
	 * whole again.
	 */
	private final class Limits {

		private final Tags tags;

		private volatile @Nullable RateLimitState state;

		Limits(Tags tags) {
			this.tags = tags;
		}

		void told(RateLimitState told) {
			RateLimitState before = this.state;
			this.state = told;
			if (told.requests() != null && (before == null || before.requests() == null)) {
				register("requests", RateLimitState::requests);
			}
			if (told.tokens() != null && (before == null || before.tokens() == null)) {
				register("tokens", RateLimitState::tokens);
			}
		}

		private void register(String limit, Function<RateLimitState, @Nullable Allowance> allowance) {
			Gauge.builder(ObservationNames.RATE_LIMIT_REMAINING, () -> left(allowance))
				.tags(this.tags.and(ObservationNames.LIMIT, limit))
				.register(CandidateMeters.this.registry);
		}

		private double left(Function<RateLimitState, @Nullable Allowance> allowance) {
			RateLimitState told = this.state;
			Allowance known = (told != null) ? allowance.apply(told) : null;
			if (known == null) {
				return Double.NaN;
			}
			Instant reset = known.resetAt();
			Long limit = known.limit();
			if (reset == null || Instant.now().isBefore(reset)) {
				return known.remaining();
			}
			return (limit != null) ? limit : Double.NaN;
		}

	}

}
