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
 * @param attempts what was tried, each exchange with the service, in the order of the
 * texts; none where the vectors did not pass a configured provider
 * @param rateLimits what the service told last of its rate limits beside the vectors, or
 * {@code null} where it did not tell
 */
public record EmbeddingResponse(List<float[]> vectors, String model, @Nullable String provider, Usage usage,
		@Nullable Cost cost, List<String> warnings, List<Attempt> attempts, @Nullable RateLimitState rateLimits) {

	public EmbeddingResponse {
		vectors = List.copyOf(vectors);
		warnings = List.copyOf(warnings);
		attempts = List.copyOf(attempts);
	}

	/**
	 * Vectors of which no more is known, as from a service that tells neither what they
	 * cost nor its limits.
	 * @param vectors the vectors in the order of the texts; not copied
	 * @param model the model that made them, as the service calls it
	 * @param provider the id of the provider, or {@code null} where it has none
	 * @param usage the tokens that were read, as far as the service tells
	 * @param warnings what was asked for but left out, in sentences for a log
	 */
	public EmbeddingResponse(List<float[]> vectors, String model, @Nullable String provider, Usage usage,
			List<String> warnings) {
		this(vectors, model, provider, usage, null, warnings, List.of(), null);
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
		return new EmbeddingResponse(this.vectors, this.model, this.provider, this.usage, cost, this.warnings,
				this.attempts, this.rateLimits);
	}

	/**
	 * These vectors with other attempts.
	 * @param attempts the attempts in order
	 * @return the response
	 */
	public EmbeddingResponse withAttempts(List<Attempt> attempts) {
		return new EmbeddingResponse(this.vectors, this.model, this.provider, this.usage, this.cost, this.warnings,
				attempts, this.rateLimits);
	}

	/**
	 * These vectors with what the service told of its rate limits.
	 * @param rateLimits what is left, or {@code null} where it did not tell
	 * @return the response
	 */
	public EmbeddingResponse withRateLimits(@Nullable RateLimitState rateLimits) {
		return new EmbeddingResponse(this.vectors, this.model, this.provider, this.usage, this.cost, this.warnings,
				this.attempts, rateLimits);
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
		return new EmbeddingResponse(this.vectors, this.model, this.provider, this.usage, this.cost, all, this.attempts,
				this.rateLimits);
	}

}
