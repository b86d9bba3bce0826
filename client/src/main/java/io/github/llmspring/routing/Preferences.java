package io.github.llmspring.routing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import io.github.llmspring.health.CandidateHealth;

/**
 * The ways to choose by the strategies that name them.
 *
 * @param health tells how candidates are
 * @param random gives numbers from 0 to 1, 1 excluded
 */
record Preferences(CandidateHealth health, DoubleSupplier random) {

	private static final Preference AS_LISTED = (options, streaming) -> options;

	static Preferences of(CandidateHealth health) {
		return new Preferences(health, () -> ThreadLocalRandom.current().nextDouble());
	}

	Preference of(RouteStrategy strategy) {
		return switch (strategy) {
			case ORDERED -> AS_LISTED;
			case WEIGHTED -> new ByWeight(this.random);
			case FASTEST -> new BySpeed(this.health, this.random);
			case LEAST_BUSY -> new ByLoad(this.health);
			// no prices are known yet
			case CHEAPEST -> new ByPrice((address) -> null);
		};
	}

}
