package io.github.llmspring.routing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.health.CandidateHealth;

/**
 * The ways to choose by the strategies that name them.
 *
 * @param health tells how candidates are
 * @param prices chooses by price
 * @param random gives numbers from 0 to 1, 1 excluded
 */
record Preferences(CandidateHealth health, ByPrice prices, DoubleSupplier random) {

	private static final Preference AS_LISTED = (options, request) -> options;

	static Preferences of(CandidateHealth health, ByPrice prices) {
		return new Preferences(health, prices, () -> ThreadLocalRandom.current().nextDouble());
	}

	Preference of(Route route) {
		Preference usual = of(route.strategy());
		Predicate<ChatRequest> thrift = route.thrift();
		return (thrift == null) ? usual
				: (options, request) -> (thrift.test(request) ? this.prices : usual).rank(options, request);
	}

	Preference of(RouteStrategy strategy) {
		return switch (strategy) {
			case ORDERED -> AS_LISTED;
			case WEIGHTED -> new ByWeight(this.random);
			case FASTEST -> new BySpeed(this.health, this.random);
			case LEAST_BUSY -> new ByLoad(this.health);
			case CHEAPEST -> this.prices;
		};
	}

}
