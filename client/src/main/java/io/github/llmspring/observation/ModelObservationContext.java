package io.github.llmspring.observation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.Usage;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * One question to one model, retries included.
 * <p>
 * A sender, so that its span is that of a client; what is sent gets its headers from the
 * observation of the HTTP exchange.
 */
public abstract class ModelObservationContext extends SenderContext<Object> implements LlmObservation {

	private final String providerId;

	private final ObservedService service;

	private final Course course;

	private Supplier<KeyValues> details = KeyValues::empty;

	ModelObservationContext(String providerId, ObservedService service, LongSupplier ticker) {
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		this.providerId = providerId;
		this.service = service;
		this.course = new Course(ticker);
		setRemoteServiceName(service.name());
	}

	/**
	 * Id of the configured provider.
	 * @return the id
	 */
	public String providerId() {
		return this.providerId;
	}

	/**
	 * Service that is asked.
	 * @return the service
	 */
	public ObservedService service() {
		return this.service;
	}

	/**
	 * What is asked for, in OpenTelemetry's words: {@code chat} or {@code embeddings}.
	 * @return the operation
	 */
	public abstract String operation();

	/**
	 * Model that is asked.
	 * @return the model as the service knows it, or {@code null} where nobody named one
	 */
	public abstract @Nullable String requestModel();

	/**
	 * Model that answered.
	 * @return the model as the service names it, or {@code null} where there is no answer
	 */
	public abstract @Nullable String responseModel();

	/**
	 * Tokens that were used, as far as the service told.
	 * @return the counts, also those of an answer that broke off
	 */
	public abstract Usage usage();

	/**
	 * Exchanges with the service.
	 * @return the attempts in order, none where nobody told
	 */
	public abstract List<Attempt> attempts();

	/**
	 * What the service told of its limits.
	 * @return what is left, or {@code null} where it did not tell
	 */
	public abstract @Nullable RateLimitState rateLimits();

	@Override
	public Duration duration() {
		return this.course.duration();
	}

	@Override
	public Outcome outcome() {
		return this.course.outcome();
	}

	@Override
	public String errorType() {
		return this.course.error().getValue();
	}

	/**
	 * Exception that it ended with.
	 * @return the exception, or {@code null} where it did not fail or with another one
	 */
	public @Nullable LlmException failure() {
		return this.course.failure();
	}

	@Nullable ChatResponse partial() {
		LlmException failure = failure();
		return (failure != null) ? failure.partial() : null;
	}

	Course course() {
		return this.course;
	}

	/**
	 * Sets what makes the tags that only traces show. They are made where somebody asks
	 * for them, since most calls are in no trace.
	 */
	void details(Supplier<KeyValues> details) {
		this.details = details;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues() {
		return this.details.get().and(super.getHighCardinalityKeyValues());
	}

	@Override
	public @Nullable KeyValue getHighCardinalityKeyValue(String key) {
		return getHighCardinalityKeyValues().stream()
			.filter((keyValue) -> Objects.equals(keyValue.getKey(), key))
			.findFirst()
			.orElse(null);
	}

}
