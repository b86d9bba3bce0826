package io.github.llmspring.resilience.limit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How much may be asked of a provider.
 *
 * @param requestsPerMinute most requests in a minute, or {@code null} for any number
 * @param tokensPerMinute most tokens in a minute, those sent and those made, or
 * {@code null} for any number
 * @param maxConcurrent most requests at the same time, or {@code null} for any number
 * @param patience the longest time that a call waits until it may be sent
 * @param learn whether to keep to the limits that the service tells, where none is set
 * here
 * @param expectedOutput how many tokens the answer to a request that sets no
 * {@code maxOutputTokens} is expected to have
 */
public record RateLimitSettings(@Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute,
		@Nullable Integer maxConcurrent, Duration patience, boolean learn, int expectedOutput) {

	/**
	 * Time that a call waits where nothing else is configured.
	 */
	public static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);

	/**
	 * Tokens of an answer where neither the request nor the configuration says anything.
	 */
	public static final int DEFAULT_OUTPUT = 500;

	/**
	 * Highest limit of a minute.
	 */
	public static final long HIGHEST = 60_000_000_000L;

	/**
	 * No limits at all.
	 */
	public static final RateLimitSettings NONE = new RateLimitSettings(null, null, null, DEFAULT_WAIT, false,
			DEFAULT_OUTPUT);

	public RateLimitSettings {
		require(withinBounds(requestsPerMinute), "requestsPerMinute");
		require(withinBounds(tokensPerMinute), "tokensPerMinute");
		require(maxConcurrent == null || maxConcurrent > 0, "maxConcurrent");
		require(!patience.isNegative(), "patience");
		require(expectedOutput >= 0, "expectedOutput");
	}

	private static void require(boolean valid, String name) {
		if (!valid) {
			throw new IllegalArgumentException("'" + name + "' is out of bounds");
		}
	}

	private static boolean withinBounds(@Nullable Long perMinute) {
		return perMinute == null || (perMinute > 0 && perMinute <= HIGHEST);
	}

	/**
	 * Whether there is anything to keep to.
	 * @return whether any limit is set or may be learnt
	 */
	public boolean limited() {
		return this.requestsPerMinute != null || this.tokensPerMinute != null || this.maxConcurrent != null
				|| this.learn;
	}

}
