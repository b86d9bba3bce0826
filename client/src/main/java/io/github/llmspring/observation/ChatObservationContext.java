package io.github.llmspring.observation;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.Usage;
import io.github.llmspring.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * One question to one model that answers in words, retries included.
 */
public final class ChatObservationContext extends ModelObservationContext {

	static final String OPERATION = "chat";

	private final ChatRequest request;

	private final @Nullable Redactor content;

	private @Nullable ChatResponse response;

	ChatObservationContext(ModelIdentity identity, ChatRequest request, @Nullable Redactor content,
			LongSupplier ticker) {
		super(identity, request.model(), ticker);
		this.request = request;
		this.content = content;
	}

	/**
	 * What is asked.
	 * @return the request as the provider gets it
	 */
	public ChatRequest request() {
		return this.request;
	}

	/**
	 * Answer.
	 * @return the answer, or {@code null} where there is none
	 */
	public @Nullable ChatResponse response() {
		return this.response;
	}

	/**
	 * How long it took until the first piece of a stream came.
	 * @return the time, or {@code null} where none came or the answer is no stream
	 */
	public @Nullable Duration timeToFirstChunk() {
		return course().timeToFirstPiece();
	}

	@Override
	public @Nullable String requestModel() {
		return this.request.model();
	}

	@Override
	public @Nullable String responseModel() {
		ChatResponse known = known();
		return (known != null) ? known.model() : null;
	}

	@Override
	public Usage usage() {
		ChatResponse known = known();
		return (known != null) ? known.usage() : Usage.UNKNOWN;
	}

	/**
	 * The answer, or what came of it.
	 */
	@Nullable ChatResponse known() {
		return (this.response != null) ? this.response : partial();
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

	/**
	 * What content goes through before it is shown, or {@code null} where it is not.
	 */
	@Nullable Redactor content() {
		return this.content;
	}

	void answered(ChatResponse response) {
		this.response = response;
	}

}
