package io.github.llmspring.autoconfigure.health;

import java.time.Instant;

import io.github.llmspring.health.LastFailure;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking a service for its models.
 *
 * @param at when it was asked
 * @param failure why no list came, or {@code null} where one did
 */
record Probe(Instant at, @Nullable LastFailure failure) {

	boolean failedAfter(@Nullable Instant moment) {
		return this.failure != null && (moment == null || this.at.isAfter(moment));
	}

	boolean answered() {
		return this.failure == null;
	}

}
