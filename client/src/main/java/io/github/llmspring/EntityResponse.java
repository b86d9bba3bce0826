package io.github.llmspring;

import java.util.Objects;

/**
 * A value that a model answered with, and the answer it was read from.
 *
 * @param entity the value
 * @param response the answer; its usage is that of all turns which it took to get a value
 * that fits
 * @param <T> the type of the value
 */
public record EntityResponse<T>(T entity, ChatResponse response) {

	public EntityResponse {
		Objects.requireNonNull(entity, "'entity' must not be null");
		Objects.requireNonNull(response, "'response' must not be null");
	}

}
