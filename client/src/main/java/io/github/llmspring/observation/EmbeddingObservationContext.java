package io.github.llmspring.observation;

import java.util.List;
import java.util.function.LongSupplier;

import io.github.llmspring.Attempt;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Texts that one model turns into vectors.
 */
public final class EmbeddingObservationContext extends ModelObservationContext {

	static final String OPERATION = "embeddings";

	private final EmbeddingRequest request;

	private @Nullable EmbeddingResponse response;

	EmbeddingObservationContext(ModelIdentity identity, EmbeddingRequest request, LongSupplier ticker) {
		super(identity, request.model(), ticker);
		this.request = request;
	}

	/**
	 * What is asked.
	 * @return the request as the provider gets it
	 */
	public EmbeddingRequest request() {
		return this.request;
	}

	/**
	 * Vectors.
	 * @return the response, or {@code null} where there is none
	 */
	public @Nullable EmbeddingResponse response() {
		return this.response;
	}

	@Override
	public @Nullable String requestModel() {
		return this.request.model();
	}

	@Override
	public @Nullable String responseModel() {
		return (this.response != null) ? this.response.model() : null;
	}

	@Override
	public Usage usage() {
		return (this.response != null) ? this.response.usage() : Usage.UNKNOWN;
	}

	@Override
	public List<Attempt> attempts() {
		LlmException failure = failure();
		if (failure != null) {
			return failure.attempts();
		}
		return (this.response != null) ? this.response.attempts() : List.of();
	}

	@Override
	public @Nullable RateLimitState rateLimits() {
		LlmException failure = failure();
		if (failure != null) {
			return failure.rateLimits();
		}
		return (this.response != null) ? this.response.rateLimits() : null;
	}

	void answered(EmbeddingResponse response) {
		this.response = response;
	}

}
