package io.github.llmspring.resilience.limit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Why a call may not be sent.
 *
 * @param limit the limit that is reached
 * @param retryAfter how long until it lets a call pass, or {@code null} where nobody can
 * tell
 */
record Refusal(Limit limit, @Nullable Duration retryAfter) {
}
