package io.github.llmspring.observation.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
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
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the models that were asked: there from the first call on, until the provider
 * is removed or made anew.
 */
final class CandidateMeters {

	private static final Set<String> NAMES = Set.of(ObservationNames.IN_FLIGHT, ObservationNames.CIRCUIT_STATE,
			ObservationNames.REST_LEFT, ObservationNames.RATE_LIMIT_REMAINING);

	private final MeterRegistry registry;

	private final CandidateHealth health;

	private final Map<ModelAddress, Limits> candidates = new ConcurrentHashMap<>();

	CandidateMeters(MeterRegistry registry, CandidateHealth health) {
		this.registry = registry;
		this.health = health;
		registry.config().onMeterRemoved(this::removed);
		health.whenForgotten(this::forget);
	}

	private void removed(Meter meter) {
		if (NAMES.contains(meter.getId().getName())) {
			this.candidates.values().forEach(Limits::forgetMeters);
		}
	}

	/**
	 * Notes that a model is asked.
	 */
	void asked(String provider, @Nullable String model) {
		ModelAddress address = new ModelAddress(provider, model);
		Limits known = this.candidates.get(address);
		if (known == null || !known.hasMeters) {
			measure(address);
		}
	}

	/**
	 * Locked as {@link #forget} is, so that no gauge is made of what is being forgotten.
	 */
	private synchronized void measure(ModelAddress address) {
		if (this.health.isThere(address.provider())) {
			this.candidates.computeIfAbsent(address, Limits::new).measure();
		}
	}

	/**
	 * Notes what a service told of its limits, unless the provider is forgotten
	 * meanwhile.
	 */
	void told(String provider, @Nullable String model, @Nullable RateLimitState state) {
		if (state == null) {
			return;
		}
		Limits known = this.candidates.get(new ModelAddress(provider, model));
		if (known != null && known.told(state)) {
			measureLimits(known);
		}
	}

	private synchronized void measureLimits(Limits limits) {
		if (this.candidates.get(limits.address) == limits) {
			limits.measureLimits();
		}
	}

	private synchronized void forget(String provider) {
		this.candidates.values().forEach((limits) -> {
			if (limits.address.provider().equals(provider)) {
				this.candidates.remove(limits.address);
				limits.removeMeters();
			}
		});
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
	 * One model, and what its service told last of its limits. What it told is over when
	 * the limit is whole again.
	 * <p>
	 * It stays when meters are removed: those that are still there ask it.
	 */
	private final class Limits {

		private final ModelAddress address;

		private final Tags tags;

		private volatile boolean hasMeters;

		private volatile boolean hasRequests;

		private volatile boolean hasTokens;

		private volatile @Nullable RateLimitState state;

		Limits(ModelAddress address) {
			String model = address.model();
			this.address = address;
			this.tags = Tags.of(ObservationNames.PROVIDER_ID, address.provider(), ObservationNames.REQUEST_MODEL,
					(model != null) ? model : KeyValue.NONE_VALUE);
		}

		/**
		 * A meter of some model was removed: what is missing is made anew when the model
		 * is asked again.
		 */
		void forgetMeters() {
			this.hasMeters = false;
			this.hasRequests = false;
			this.hasTokens = false;
		}

		void removeMeters() {
			MeterRegistry registry = CandidateMeters.this.registry;
			NAMES.forEach((name) -> registry.find(name).tags(this.tags).meters().forEach(registry::remove));
		}

		void measure() {
			this.hasMeters = true;
			CandidateHealth health = CandidateMeters.this.health;
			if (isMissing(ObservationNames.IN_FLIGHT, this.tags)) {
				Gauge.builder(ObservationNames.IN_FLIGHT, () -> health.state(this.address).inFlight())
					.tags(this.tags)
					.register(CandidateMeters.this.registry);
			}
			if (isMissing(ObservationNames.CIRCUIT_STATE, this.tags)) {
				Gauge.builder(ObservationNames.CIRCUIT_STATE, () -> code(health.state(this.address).breaker()))
					.tags(this.tags)
					.register(CandidateMeters.this.registry);
			}
			if (isMissing(ObservationNames.REST_LEFT, this.tags)) {
				TimeGauge
					.builder(ObservationNames.REST_LEFT, () -> seconds(health.restLeft(this.address)), TimeUnit.SECONDS)
					.tags(this.tags)
					.register(CandidateMeters.this.registry);
			}
		}

		private boolean isMissing(String name, Tags tags) {
			return CandidateMeters.this.registry.find(name).tags(tags).meter() == null;
		}

		/**
		 * Takes note of what a service told.
		 * @return whether a gauge of it is missing
		 */
		boolean told(RateLimitState told) {
			this.state = told;
			return (told.requests() != null && !this.hasRequests) || (told.tokens() != null && !this.hasTokens);
		}

		void measureLimits() {
			RateLimitState told = this.state;
			if (told != null && told.requests() != null) {
				this.hasRequests = true;
				register("requests", RateLimitState::requests);
			}
			if (told != null && told.tokens() != null) {
				this.hasTokens = true;
				register("tokens", RateLimitState::tokens);
			}
		}

		private void register(String limit, Function<RateLimitState, @Nullable Allowance> allowance) {
			Tags all = this.tags.and(ObservationNames.LIMIT, limit);
			if (isMissing(ObservationNames.RATE_LIMIT_REMAINING, all)) {
				Gauge.builder(ObservationNames.RATE_LIMIT_REMAINING, () -> left(allowance))
					.tags(all)
					.register(CandidateMeters.this.registry);
			}
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
