package io.github.llmspring;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Texts to turn into vectors, and how.
 *
 * @param texts the texts, none of them blank
 * @param model the model; {@code null} for the default
 * @param options how to turn them into vectors
 * @param deadline when the vectors must be there, or {@code null} where the time of a
 * call is what the provider is configured with
 */
public record EmbeddingRequest(List<String> texts, @Nullable String model, EmbeddingOptions options,
		@Nullable Instant deadline) {

	/**
	 * Request that can be sent.
	 * @throws LlmException if there is no text, or one is blank: services reject both,
	 * and with it everything else in the request
	 */
	public EmbeddingRequest {
		texts = List.copyOf(texts);
		if (texts.isEmpty()) {
			throw LlmException.of(LlmException.Reason.INVALID_REQUEST, "there is no text to embed");
		}
		for (int i = 0; i < texts.size(); i++) {
			if (texts.get(i).isBlank()) {
				throw LlmException
					.builder(LlmException.Reason.INVALID_REQUEST,
							"text number " + (i + 1) + " of " + texts.size() + " is blank")
					.advice("Leave blank texts out: they have no meaning to compare.")
					.build();
			}
		}
	}

	/**
	 * Request that may take as long as the provider is configured with.
	 * @param texts the texts, none of them blank
	 * @param model the model; {@code null} for the default
	 * @param options how to turn them into vectors
	 */
	public EmbeddingRequest(List<String> texts, @Nullable String model, EmbeddingOptions options) {
		this(texts, model, options, null);
	}

	/**
	 * This request for another model.
	 * @param model the model, or {@code null}
	 * @return the request
	 */
	public EmbeddingRequest withModel(@Nullable String model) {
		return new EmbeddingRequest(this.texts, model, this.options, this.deadline);
	}

	/**
	 * This request for other texts.
	 * @param texts the texts
	 * @return the request
	 */
	public EmbeddingRequest withTexts(List<String> texts) {
		return new EmbeddingRequest(texts, this.model, this.options, this.deadline);
	}

	/**
	 * This request with a time for its end.
	 * @param deadline when the vectors must be there, or {@code null}
	 * @return the request
	 */
	public EmbeddingRequest withDeadline(@Nullable Instant deadline) {
		return new EmbeddingRequest(this.texts, this.model, this.options, deadline);
	}

}
