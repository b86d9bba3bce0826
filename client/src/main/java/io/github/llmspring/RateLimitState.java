package io.github.llmspring;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a service told of its rate limits along with an answer or an error.
 *
 * @param requests what is left of requests, or {@code null} where the service did not
 * tell
 * @param tokens what is left of tokens, or {@code null} where the service did not tell
 * @param toldAt when the service told it, by our own clock
 */
public record RateLimitState(@Nullable Allowance requests, @Nullable Allowance tokens, Instant toldAt) {

	/**
	 * What is left of one limit.
	 *
	 * @param limit the whole limit, or {@code null} where the service did not tell
	 * @param remaining what is left of it, 0 where it is used up
	 * @param resetAt when it is whole again, by our own clock, or {@code null} where the
	 * service did not tell
	 */
	public record Allowance(@Nullable Long limit, long remaining, @Nullable Instant resetAt) {
	}

}
