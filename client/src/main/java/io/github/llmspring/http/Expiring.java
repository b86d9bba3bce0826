package io.github.llmspring.http;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that is good for a time only, such as a token.
 *
 * @param <T> what it is
 * @param value the value
 * @param expiresAt when it stops being good, or {@code null} where that is not known
 */
public record Expiring<T>(T value, @Nullable Instant expiresAt) {

	@Override
	public String toString() {
		return "Expiring[expiresAt=" + this.expiresAt + "]";
	}

}
