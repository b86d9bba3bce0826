package io.github.llmspring.observation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

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

	private final ModelIdentity identity;

	private final KeyValue requestModelTag;

	private final Course course;

	private @Nullable DetailsSource details;

	ModelObservationContext(ModelIdentity identity, @Nullable String model, LongSupplier ticker) {
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		this.identity = identity;
		this.requestModelTag = ModelTags.tag(ObservationNames.REQUEST_MODEL, model);
		this.course = new Course(ticker);
		setRemoteServiceName(identity.service().name());
	}

	/**
	 * Id of the configured provider.
	 * @return the id
	 */
	public String providerId() {
		return this.identity.providerId();
	}

	/**
	 * Service that is asked.
	 * @return the service
	 */
	public ObservedService service() {
		return this.identity.service();
	}

	/**
	 * What is asked for, in OpenTelemetry's words: {@code chat} or {@code embeddings}.
	 * @return the operation
	 */
	public String operation() {
		return this.identity.operation().getValue();
	}

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

	ModelIdentity identity() {
		return this.identity;
	}

	KeyValue requestModelTag() {
		return this.requestModelTag;
	}

	/**
	 * Sets what makes the tags that only traces show. They are made where somebody asks
	 * for them, since most calls are in no trace.
	 */
	void details(DetailsSource details) {
		this.details = details;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues() {
		KeyValues own = super.getHighCardinalityKeyValues();
		return (this.details != null) ? this.details.of(this).and(own) : own;
	}

	@Override
	public @Nullable KeyValue getHighCardinalityKeyValue(String key) {
		return getHighCardinalityKeyValues().stream()
			.filter((keyValue) -> Objects.equals(keyValue.getKey(), key))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Makes the tags that only traces show.
	 */
	@FunctionalInterface
	interface DetailsSource {

		KeyValues of(ModelObservationContext context);

	}

}
