package io.github.llmspring.assembly;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.budget.SpendingListener;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.observation.ObservedService;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.resilience.CallsUnderWay;
import io.github.llmspring.resilience.RetryPolicy;
import io.github.llmspring.resilience.limit.Quotas;
import io.github.llmspring.resilience.limit.RateLimitSettings;
import io.github.llmspring.routing.Residency;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is to be surrounded with.
 */
public final class Surroundings {

	/**
	 * What holds where nothing is configured: 10 minutes for a call, two retries, no
	 * circuit breaker and no limits.
	 */
	public static final Surroundings DEFAULTS = builder().build();

	private final @Nullable String model;

	private final Duration total;

	private final RetryPolicy retry;

	private final @Nullable BreakerSettings circuitBreaker;

	private final RateLimitSettings rateLimit;

	private final Quotas quotas;

	private final @Nullable CandidateHealth health;

	private final Residency residency;

	private final Observations observations;

	private final @Nullable ObservedService service;

	private final @Nullable CallsUnderWay calls;

	private final @Nullable Pricing pricing;

	private final List<SpendingListener> spending;

	private final @Nullable Budgets budgets;

	private Surroundings(Builder builder) {
		this.model = builder.model;
		this.total = builder.total;
		this.retry = builder.retry;
		this.circuitBreaker = builder.circuitBreaker;
		this.rateLimit = builder.rateLimit;
		this.quotas = builder.quotas;
		this.health = builder.health;
		this.residency = builder.residency;
		this.observations = builder.observations;
		this.service = builder.service;
		this.calls = builder.calls;
		this.pricing = builder.pricing;
		this.spending = List.copyOf(builder.spending);
		this.budgets = builder.budgets;
	}

	/**
	 * Builder of surroundings.
	 * @return a builder with the defaults set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Copy of these surroundings to change.
	 * @return a builder with everything set as here
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.model = this.model;
		builder.total = this.total;
		builder.retry = this.retry;
		builder.circuitBreaker = this.circuitBreaker;
		builder.rateLimit = this.rateLimit;
		builder.quotas = this.quotas;
		builder.health = this.health;
		builder.residency = this.residency;
		builder.observations = this.observations;
		builder.service = this.service;
		builder.calls = this.calls;
		builder.pricing = this.pricing;
		builder.spending = this.spending;
		builder.budgets = this.budgets;
		return builder;
	}

	/**
	 * Model that the provider asks where a request names none.
	 * @return the model, or {@code null} where it has none or nobody knows
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * Longest time of a call, all attempts and waits included.
	 * @return the time
	 */
	public Duration total() {
		return this.total;
	}

	/**
	 * What to retry, how often and when.
	 * @return the policy
	 */
	public RetryPolicy retry() {
		return this.retry;
	}

	/**
	 * When the circuit breakers of the provider's models open.
	 * @return the settings, or {@code null} for no breakers
	 */
	public @Nullable BreakerSettings circuitBreaker() {
		return this.circuitBreaker;
	}

	/**
	 * How much may be asked of the provider.
	 * @return the limits
	 */
	public RateLimitSettings rateLimit() {
		return this.rateLimit;
	}

	/**
	 * What the limits of requests and tokens are kept by.
	 * @return the maker of quotas, which may be shared with other processes
	 */
	public Quotas quotas() {
		return this.quotas;
	}

	/**
	 * Where it is kept how the provider's models are.
	 * @return the one that several providers share, or {@code null} for one of its own
	 */
	public @Nullable CandidateHealth health() {
		return this.health;
	}

	/**
	 * Where and how the provider keeps data, and what is required of it. A route knows it
	 * from the traits of its entry.
	 * @return the residency
	 */
	public Residency residency() {
		return this.residency;
	}

	/**
	 * Who is told what the provider is asked.
	 * @return the observations, of nothing where nobody is told
	 */
	public Observations observations() {
		return this.observations;
	}

	/**
	 * Service that the provider connects to, as metrics and traces name it.
	 * @return the service, or {@code null} for one that is named after the provider
	 */
	public @Nullable ObservedService service() {
		return this.service;
	}

	/**
	 * What counts the provider's calls.
	 * @return the count, or {@code null} where nobody wants to know
	 */
	public @Nullable CallsUnderWay calls() {
		return this.calls;
	}

	/**
	 * What the provider's models cost.
	 * @return the prices, or {@code null} where nobody wants to know
	 */
	public @Nullable Pricing pricing() {
		return this.pricing;
	}

	/**
	 * Who is told of what is spent, where there are prices.
	 * @return the listeners, possibly none
	 */
	public List<SpendingListener> spending() {
		return this.spending;
	}

	/**
	 * What may be spent, where there are prices and the budgets are told of what is
	 * {@link #spending() spent}.
	 * @return the budgets, or {@code null} where anything may be
	 */
	public @Nullable Budgets budgets() {
		return this.budgets;
	}

	/**
	 * Builder of {@link Surroundings}; each method sets what the accessor of the same
	 * name describes.
	 */
	public static final class Builder {

		private @Nullable String model;

		private Duration total = Duration.ofMinutes(10);

		private RetryPolicy retry = RetryPolicy.DEFAULTS;

		private @Nullable BreakerSettings circuitBreaker;

		private RateLimitSettings rateLimit = RateLimitSettings.NONE;

		private Quotas quotas = Quotas.local();

		private @Nullable CandidateHealth health;

		private Residency residency = Residency.NONE;

		private Observations observations = Observations.NONE;

		private @Nullable ObservedService service;

		private @Nullable CallsUnderWay calls;

		private @Nullable Pricing pricing;

		private List<SpendingListener> spending = List.of();

		private @Nullable Budgets budgets;

		private Builder() {
		}

		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		public Builder total(Duration total) {
			this.total = total;
			return this;
		}

		public Builder retry(RetryPolicy retry) {
			this.retry = retry;
			return this;
		}

		public Builder circuitBreaker(@Nullable BreakerSettings circuitBreaker) {
			this.circuitBreaker = circuitBreaker;
			return this;
		}

		public Builder rateLimit(RateLimitSettings rateLimit) {
			this.rateLimit = rateLimit;
			return this;
		}

		public Builder quotas(Quotas quotas) {
			this.quotas = quotas;
			return this;
		}

		public Builder health(@Nullable CandidateHealth health) {
			this.health = health;
			return this;
		}

		public Builder residency(Residency residency) {
			this.residency = residency;
			return this;
		}

		public Builder observations(Observations observations) {
			this.observations = observations;
			return this;
		}

		public Builder service(@Nullable ObservedService service) {
			this.service = service;
			return this;
		}

		public Builder calls(@Nullable CallsUnderWay calls) {
			this.calls = calls;
			return this;
		}

		public Builder pricing(@Nullable Pricing pricing) {
			this.pricing = pricing;
			return this;
		}

		public Builder spending(List<SpendingListener> spending) {
			this.spending = spending;
			return this;
		}

		public Builder budgets(@Nullable Budgets budgets) {
			this.budgets = budgets;
			return this;
		}

		public Surroundings build() {
			return new Surroundings(this);
		}

	}

}
