package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.routing.RouteStrategy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration of one route: a name for several models and how to choose among them.
 */
@ConfigurationPropertiesSource
class RouteProperties {

	/**
	 * Models to choose among: addresses such as 'openai/gpt-5-mini', ids of providers
	 * that have a model, and names of other routes.
	 */
	private List<String> models = new ArrayList<>();

	/**
	 * How to choose among the models that are ready.
	 */
	private RouteStrategy strategy = RouteStrategy.ORDERED;

	/**
	 * Shares of the models in 'models', in the same order, with the strategy 'weighted'.
	 * When not set, all are equal.
	 */
	private List<Integer> weights = new ArrayList<>();

	/**
	 * What a provider must have to be asked.
	 */
	@NestedConfigurationProperty
	private RequireProperties require = new RequireProperties();

	/**
	 * When to ask a further model beside one that is silent; off unless 'after' is set.
	 */
	@NestedConfigurationProperty
	private @Nullable HedgeProperties hedge;

	/**
	 * Longest time of a call, all models, retries and waits included.
	 */
	private Duration timeout = Duration.ofMinutes(10);

	/**
	 * Whether to ask another model where a service's filter rejects the prompt or the
	 * model refuses.
	 */
	private boolean contentFilterFallback;

	public List<String> getModels() {
		return this.models;
	}

	public void setModels(List<String> models) {
		this.models = models;
	}

	public RouteStrategy getStrategy() {
		return this.strategy;
	}

	public void setStrategy(RouteStrategy strategy) {
		this.strategy = strategy;
	}

	public List<Integer> getWeights() {
		return this.weights;
	}

	public void setWeights(List<Integer> weights) {
		this.weights = weights;
	}

	public RequireProperties getRequire() {
		return this.require;
	}

	public void setRequire(RequireProperties require) {
		this.require = require;
	}

	public @Nullable HedgeProperties getHedge() {
		return this.hedge;
	}

	public void setHedge(@Nullable HedgeProperties hedge) {
		this.hedge = hedge;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public boolean isContentFilterFallback() {
		return this.contentFilterFallback;
	}

	public void setContentFilterFallback(boolean contentFilterFallback) {
		this.contentFilterFallback = contentFilterFallback;
	}

}
