package io.github.llmspring;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Vectors of texts.
 *
 * @param vectors the vectors in the order of the texts; not copied
 * @param model the model that made them, as the service calls it
 * @param provider the id of the provider, or {@code null} where it has none
 * @param usage the tokens that were read, as far as the service tells
 * @param cost what it cost, or {@code null} where that is not known
 * @param warnings what was asked for but left out, in sentences for a log
 */
public record EmbeddingResponse(List<float[]> vectors, String model, @Nullable String provider, Usage usage,
		@Nullable Cost cost, List<String> warnings) {

	public EmbeddingResponse {
		vectors = List.copyOf(vectors);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Vectors of which it is not known what they cost, as from a service that does not
	 * tell.
	 * @param vectors the vectors in the order of the texts; not copied
	 * @param model the model that made them, as the service calls it
	 * @param provider the id of the provider, or {@code null} where it has none
	 * @param usage the tokens that were read, as far as the service tells
	 * @param warnings what was asked for but left out, in sentences for a log
	 */
	public EmbeddingResponse(List<float[]> vectors, String model, @Nullable String provider, Usage usage,
			List<String> warnings) {
		this(vectors, model, provider, usage, null, warnings);
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

	/**
	 * These vectors with what they cost.
	 * @param cost the cost, or {@code null} where it is not known
	 * @return the response
	 */
	public EmbeddingResponse withCost(@Nullable Cost cost) {
		return new EmbeddingResponse(this.vectors, this.model, this.provider, this.usage, cost, this.warnings);
	}

	/**
	 * These vectors with more warnings.
	 * @param more sentences for a log
	 * @return the response
	 */
	public EmbeddingResponse withWarnings(List<String> more) {
		if (more.isEmpty()) {
			return this;
		}
		List<String> all = new ArrayList<>(this.warnings);
		all.addAll(more);
		return new EmbeddingResponse(this.vectors, this.model, this.provider, this.usage, this.cost, all);
	}

}
