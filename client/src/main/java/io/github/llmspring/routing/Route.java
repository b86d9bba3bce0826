package io.github.llmspring.routing;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.llmspring.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * A name for several models and how to choose among them.
 */
public final class Route {

	private final String name;

	private final List<String> models;

	private final RouteStrategy strategy;

	private final List<Integer> weights;

	private final Set<String> residency;

	private final Set<String> capabilities;

	private final @Nullable Hedge hedge;

	private final Duration timeout;

	private final boolean filteredElsewhere;

	private final @Nullable Predicate<ChatRequest> thrift;

	private Route(Builder builder) {
		this.name = builder.name;
		this.models = List.copyOf(builder.models);
		this.strategy = builder.strategy;
		this.weights = List.copyOf(builder.weights);
		this.residency = Set.copyOf(builder.residency);
		this.capabilities = Set.copyOf(builder.capabilities);
		this.hedge = builder.hedge;
		this.timeout = builder.timeout;
		this.filteredElsewhere = builder.filteredElsewhere;
		this.thrift = builder.thrift;
	}

	/**
	 * Builder of a route.
	 * @param name the route's name, which no provider has
	 * @return a builder with the defaults set
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * This route, asking models in the order in which they are listed.
	 */
	Route ordered(List<String> models) {
		return builder(this.name).models(models)
			.residency(this.residency)
			.capabilities(this.capabilities)
			.hedge(this.hedge)
			.timeout(this.timeout)
			.filteredElsewhere(this.filteredElsewhere)
			.build();
	}

	/**
	 * Name of the route.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Models to choose among: addresses, ids of providers and names of other routes.
	 * @return the models
	 */
	public List<String> models() {
		return this.models;
	}

	/**
	 * How to choose.
	 * @return the strategy
	 */
	public RouteStrategy strategy() {
		return this.strategy;
	}

	/**
	 * Shares of the models, in their order.
	 * @return the weights, none where all are equal
	 */
	public List<Integer> weights() {
		return this.weights;
	}

	/**
	 * Words that a provider must have to be asked.
	 * @return the words, possibly none
	 */
	public Set<String> residency() {
		return this.residency;
	}

	/**
	 * What a provider must not be known to lack.
	 * @return the capabilities, possibly none
	 */
	public Set<String> capabilities() {
		return this.capabilities;
	}

	/**
	 * When to ask a further candidate beside one that is silent.
	 * @return when, or {@code null} for never
	 */
	public @Nullable Hedge hedge() {
		return this.hedge;
	}

	/**
	 * Longest time of a call, all candidates, retries and waits included.
	 * @return the time
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * Whether another model is asked where a service's filter or the model itself says
	 * no.
	 * @return whether it is
	 */
	public boolean filteredElsewhere() {
		return this.filteredElsewhere;
	}

	/**
	 * When the cheapest model is asked, whatever the strategy, such as while a budget is
	 * spent.
	 * @return tells of a request whether it is, or {@code null} for never
	 */
	public @Nullable Predicate<ChatRequest> thrift() {
		return this.thrift;
	}

	/**
	 * This route with another rule for when the cheapest model is asked.
	 * @param thrift tells of a request whether it is, or {@code null} for never
	 * @return the route, everything else as here
	 */
	public Route withThrift(@Nullable Predicate<ChatRequest> thrift) {
		Builder builder = new Builder(this.name);
		builder.models = this.models;
		builder.strategy = this.strategy;
		builder.weights = this.weights;
		builder.residency = this.residency;
		builder.capabilities = this.capabilities;
		builder.hedge = this.hedge;
		builder.timeout = this.timeout;
		builder.filteredElsewhere = this.filteredElsewhere;
		builder.thrift = thrift;
		return builder.build();
	}

	/**
	 * Builder of a {@link Route}; each method sets what the accessor of the same name
	 * describes.
	 */
	public static final class Builder {

		private final String name;

		private List<String> models = List.of();

		private RouteStrategy strategy = RouteStrategy.ORDERED;

		private List<Integer> weights = List.of();

		private Set<String> residency = Set.of();

		private Set<String> capabilities = Set.of();

		private @Nullable Hedge hedge;

		private Duration timeout = Duration.ofMinutes(10);

		private boolean filteredElsewhere;

		private @Nullable Predicate<ChatRequest> thrift;

		private Builder(String name) {
			this.name = name;
		}

		public Builder models(String... models) {
			return models(List.of(models));
		}

		public Builder models(List<String> models) {
			this.models = models;
			return this;
		}

		public Builder strategy(RouteStrategy strategy) {
			this.strategy = strategy;
			return this;
		}

		public Builder weights(List<Integer> weights) {
			this.weights = weights;
			return this;
		}

		public Builder residency(Set<String> residency) {
			this.residency = residency;
			return this;
		}

		public Builder capabilities(Set<String> capabilities) {
			this.capabilities = capabilities;
			return this;
		}

		public Builder hedge(@Nullable Hedge hedge) {
			this.hedge = hedge;
			return this;
		}

		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		public Builder filteredElsewhere(boolean filteredElsewhere) {
			this.filteredElsewhere = filteredElsewhere;
			return this;
		}

		public Route build() {
			return new Route(this);
		}

	}

}
