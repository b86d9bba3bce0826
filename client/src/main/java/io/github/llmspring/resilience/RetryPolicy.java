package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Which failures are worth another attempt, how many, and how long to wait before each.
 * <p>
 * The service's own word counts first: a wait that it asks for is kept to, unless it is
 * too long to wait for at all. Otherwise waits grow from one retry to the next, and
 * chance takes up to a quarter off each, so that callers who failed together do not come
 * back together.
 */
public final class RetryPolicy {

	/**
	 * What holds where nothing is configured: 2 retries, after half a second and a
	 * second, and no wait for more than a minute.
	 */
	public static final RetryPolicy DEFAULTS = builder().build();

	/**
	 * No retries.
	 */
	public static final RetryPolicy NONE = builder().maxRetries(0).build();

	/**
	 * One retry at once where the connection could not be made or broke, or where the
	 * failure says that it may be sent again at once, as another key may do; and none
	 * otherwise: for where another model can be asked instead of waiting.
	 */
	public static final RetryPolicy HASTY = builder().maxRetries(1)
		.initialDelay(Duration.ZERO)
		.maxRetryAfter(Duration.ZERO)
		.reasons(EnumSet.of(Reason.CONNECTION))
		.build();

	private static final double JITTER = 0.25;

	private final int maxRetries;

	private final Duration initialDelay;

	private final double multiplier;

	private final Duration maxDelay;

	private final Duration maxRetryAfter;

	private final Set<Reason> reasons;

	private final DoubleSupplier random;

	private RetryPolicy(Builder builder) {
		this.maxRetries = builder.maxRetries;
		this.initialDelay = builder.initialDelay;
		this.multiplier = builder.multiplier;
		this.maxDelay = builder.maxDelay;
		this.maxRetryAfter = builder.maxRetryAfter;
		this.reasons = Set.copyOf(builder.reasons);
		this.random = builder.random;
	}

	/**
	 * Builder of a policy.
	 * @return a builder with the defaults set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Most attempts after the first.
	 * @return the number, 0 for none
	 */
	public int maxRetries() {
		return this.maxRetries;
	}

	/**
	 * Wait before the first retry, where the service does not ask for one.
	 * @return the wait
	 */
	public Duration initialDelay() {
		return this.initialDelay;
	}

	/**
	 * How much longer each wait is than the one before.
	 * @return the factor, 1 for waits that are alike
	 */
	public double multiplier() {
		return this.multiplier;
	}

	/**
	 * Longest wait, where the service does not ask for one.
	 * @return the wait
	 */
	public Duration maxDelay() {
		return this.maxDelay;
	}

	/**
	 * Longest wait that a service may ask for: where it asks for more, there is no retry.
	 * @return the wait
	 */
	public Duration maxRetryAfter() {
		return this.maxRetryAfter;
	}

	/**
	 * How long to wait before a retry.
	 * @param failure how the attempt before failed, without any event delivered
	 * @param retries how many retries there were already
	 * @return the wait, or {@code null} where there is to be no retry
	 */
	@Nullable Duration waitAfter(LlmException failure, int retries) {
		Duration asked = failure.retryAfter();
		boolean atOnce = asked != null && asked.isZero();
		if (retries >= this.maxRetries || !failure.retryable()
				|| !(atOnce || this.reasons.contains(failure.reason()))) {
			return null;
		}
		if (asked != null) {
			return (asked.compareTo(this.maxRetryAfter) <= 0) ? asked : null;
		}
		double growing = this.initialDelay.toNanos() * Math.pow(this.multiplier, retries);
		double longest = Math.min(growing, this.maxDelay.toNanos());
		return Duration.ofNanos((long) (longest * (1 - JITTER * this.random.getAsDouble())));
	}

	/**
	 * Builder of a {@link RetryPolicy}; each method sets what the accessor of the same
	 * name describes.
	 */
	public static final class Builder {

		private int maxRetries = 2;

		private Duration initialDelay = Duration.ofMillis(500);

		private double multiplier = 2;

		private Duration maxDelay = Duration.ofSeconds(8);

		private Duration maxRetryAfter = Duration.ofSeconds(60);

		private Set<Reason> reasons = EnumSet.allOf(Reason.class);

		private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

		private Builder() {
		}

		public Builder maxRetries(int maxRetries) {
			require(maxRetries >= 0, "maxRetries is below 0");
			this.maxRetries = maxRetries;
			return this;
		}

		public Builder initialDelay(Duration initialDelay) {
			require(!initialDelay.isNegative(), "initialDelay is below 0");
			this.initialDelay = initialDelay;
			return this;
		}

		public Builder multiplier(double multiplier) {
			require(multiplier >= 1, "multiplier is below 1");
			this.multiplier = multiplier;
			return this;
		}

		public Builder maxDelay(Duration maxDelay) {
			require(!maxDelay.isNegative(), "maxDelay is below 0");
			this.maxDelay = maxDelay;
			return this;
		}

		public Builder maxRetryAfter(Duration maxRetryAfter) {
			require(!maxRetryAfter.isNegative(), "maxRetryAfter is below 0");
			this.maxRetryAfter = maxRetryAfter;
			return this;
		}

		/**
		 * Narrows what is retried: a failure must be {@link LlmException#retryable()} as
		 * well. What may be sent again at once costs no wait and is retried all the same.
		 * @param reasons the reasons that are worth a retry, all where not set
		 * @return this builder
		 */
		public Builder reasons(Set<Reason> reasons) {
			this.reasons = reasons;
			return this;
		}

		/**
		 * Sets where chance comes from.
		 * @param random gives numbers from 0 to 1
		 * @return this builder
		 */
		public Builder random(DoubleSupplier random) {
			this.random = random;
			return this;
		}

		private static void require(boolean valid, String problem) {
			if (!valid) {
				throw new IllegalArgumentException(problem);
			}
		}

		public RetryPolicy build() {
			return new RetryPolicy(this);
		}

	}

}
