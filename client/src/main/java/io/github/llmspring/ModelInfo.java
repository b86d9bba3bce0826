package io.github.llmspring;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A model that a service offers, as far as the service tells.
 *
 * @param id the name to ask for it by
 * @param name the name for people, or {@code null}
 * @param contextTokens the most tokens of a request and its answer, or of the request
 * alone, as the service counts; or {@code null}
 * @param outputTokens the most tokens of an answer, or {@code null}
 * @param created when it came to be, or {@code null}
 * @param owner whose model it is, or {@code null}
 */
public record ModelInfo(String id, @Nullable String name, @Nullable Long contextTokens, @Nullable Long outputTokens,
		@Nullable Instant created, @Nullable String owner) {
}
