package io.github.llmspring;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Vectors of texts.
 *
 * @param vectors the vectors in the order of the texts; not copied
 * @param model the model that made them, as the service calls it
 * @param provider the id of the provider, or {@code null} where it has none
 * @param usage the tokens that were read, as far as the service tells
 * @param warnings what was asked for but left out, in sentences for a log
 */
public record EmbeddingResponse(List<float[]> vectors, String model, @Nullable String provider, Usage usage,
		List<String> warnings) {

	public EmbeddingResponse {
		vectors = List.copyOf(vectors);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Vector of the first text, which most often is the only one.
	 * @return the vector
	 */
	public float[] vector() {
		return this.vectors.get(0);
	}

	/**
	 * Tokens that were read.
	 * @return the count, or {@code null} where the service does not tell
	 */
	public @Nullable Long inputTokens() {
		return this.usage.inputTokens();
	}

}
