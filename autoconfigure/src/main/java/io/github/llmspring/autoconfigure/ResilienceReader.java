package io.github.llmspring.autoconfigure;

import java.time.Duration;

import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.resilience.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what is configured about failures and limits what surrounds a provider,
 * checked.
 *
 * @param texts refuses what is wrong
 * @param origins tells where a wrong time was configured
 * @param prefix the beginning of the names of the provider's properties
 * @param properties the provider's properties
 */
record ResilienceReader(PropertyTexts texts, ConfigurationOrigins origins, String prefix,
		ProviderProperties properties) {

	private static final int MOST_RETRIES = 100;

	private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

	Surroundings surroundings(@Nullable String model, Duration total) {
		return Surroundings.builder()
			.model(model)
			.total(total)
			.retry(retry(this.properties.getRetry()))
			.circuitBreaker(circuitBreaker(this.properties.getCircuitBreaker()))
			.rateLimit(new RateLimits(this.texts, this.prefix + "rate-limit.", this.properties.getRateLimit())
				.settings(this.properties.getOptions().getMaxOutputTokens()))
			.build();
	}

	private RetryPolicy retry(RetryProperties retry) {
		if (!(retry.getMultiplier() >= 1 && retry.getMultiplier() <= MOST_RETRIES)) {
			throw this.texts.invalid(this.prefix + "retry.multiplier", String.valueOf(retry.getMultiplier()),
					"It is not between 1 and " + MOST_RETRIES + ".", "Set it to a number such as 2.");
		}
		return RetryPolicy.builder()
			.maxRetries(between("retry.max-retries", retry.getMaxRetries(), 0, MOST_RETRIES))
			.initialDelay(wait("retry.initial-delay", retry.getInitialDelay()))
			.multiplier(retry.getMultiplier())
			.maxDelay(wait("retry.max-delay", retry.getMaxDelay()))
			.maxRetryAfter(wait("retry.max-retry-after", retry.getMaxRetryAfter()))
			.build();
	}

	private @Nullable BreakerSettings circuitBreaker(@Nullable CircuitBreakerProperties breaker) {
		if (breaker == null) {
			return null;
		}
		if (!CandidateHealth.canProtect()) {
			throw this.texts.invalid(this.prefix + "circuit-breaker", null,
					"A circuit breaker needs a library that is not on the classpath.",
					"Add the dependency io.github.resilience4j:resilience4j-circuitbreaker, or remove the property.");
		}
		Duration window = breaker.getWindow();
		if (window.toSeconds() < 1 || window.getNano() != 0 || window.compareTo(LONGEST_WINDOW) > 0) {
			throw this.texts.invalid(this.prefix + "circuit-breaker.window", window.toString(),
					"It is no whole number of seconds between 1 second and 1 hour.", "Set it to a time such as 60s.");
		}
		return new BreakerSettings(between("circuit-breaker.failure-rate", breaker.getFailureRate(), 1, 100),
				between("circuit-breaker.minimum-calls", breaker.getMinimumCalls(), 1, Integer.MAX_VALUE), window,
				time("circuit-breaker.open", breaker.getOpen()));
	}

	private int between(String property, int value, int least, int most) {
		if (value < least || value > most) {
			throw this.texts.invalid(this.prefix + property, String.valueOf(value),
					(most == Integer.MAX_VALUE) ? "It is not above " + (least - 1) + "."
							: "It is not between " + least + " and " + most + ".",
					"Set it to a whole number from " + least
							+ ((most == Integer.MAX_VALUE) ? " on." : " to " + most + "."));
		}
		return value;
	}

	private Duration wait(String property, Duration value) {
		return value.isZero() ? value : time(property, value);
	}

	private Duration time(String property, Duration value) {
		return new PositiveValues(this.origins, this.prefix).time(property, value);
	}

}
