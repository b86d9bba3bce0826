package io.github.llmspring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A call to a model that gave no answer, and whose fault that was.
 * <p>
 * There is one class for all services; {@link #reason()} tells the cases apart. The
 * message says which provider and model, what happened in the service's own words, and
 * what to do next. It never holds a secret.
 */
public final class LlmException extends RuntimeException {

	private final Reason reason;

	private final boolean retryable;

	private final @Nullable Duration retryAfter;

	private final @Nullable Integer status;

	private final @Nullable String requestId;

	private final @Nullable String provider;

	private final @Nullable String model;

	private final String detail;

	private final @Nullable String advice;

	private final @Nullable ChatResponse partial;

	private final List<Attempt> attempts;

	private final @Nullable RateLimitState rateLimits;

	private final @Nullable Instant deadline;

	private final @Nullable Usage usage;

	private final @Nullable Cost cost;

	private LlmException(Builder builder) {
		super(builder.detail, builder.cause);
		this.reason = builder.reason;
		this.retryable = (builder.retryable != null) ? builder.retryable : builder.reason.retryable;
		this.retryAfter = builder.retryAfter;
		this.status = builder.status;
		this.requestId = builder.requestId;
		this.provider = builder.provider;
		this.model = builder.model;
		this.detail = builder.detail;
		this.advice = builder.advice;
		this.partial = builder.partial;
		this.attempts = List.copyOf(builder.attempts);
		this.rateLimits = builder.rateLimits;
		this.deadline = builder.deadline;
		this.usage = builder.usage;
		this.cost = builder.cost;
		if (builder.trace != null) {
			setStackTrace(builder.trace);
		}
		for (Throwable further : builder.suppressed) {
			addSuppressed(further);
		}
	}

	/**
	 * Builder of an exception.
	 * @param reason whose fault it was
	 * @param detail what happened, in a clause that starts in lower case
	 * @return a builder
	 */
	public static Builder builder(Reason reason, String detail) {
		return new Builder(reason, detail);
	}

	/**
	 * Exception of which only the reason and what happened are known.
	 * @param reason whose fault it was
	 * @param detail what happened, in a clause that starts in lower case
	 * @return the exception
	 */
	public static LlmException of(Reason reason, String detail) {
		return builder(reason, detail).build();
	}

	/**
	 * Copy of this exception to add what else is known.
	 * @return a builder with everything set as here, the stack trace and what was
	 * suppressed included
	 */
	public Builder toBuilder() {
		Builder builder = new Builder(this.reason, this.detail);
		builder.retryable = this.retryable;
		builder.retryAfter = this.retryAfter;
		builder.status = this.status;
		builder.requestId = this.requestId;
		builder.provider = this.provider;
		builder.model = this.model;
		builder.advice = this.advice;
		builder.partial = this.partial;
		builder.attempts = this.attempts;
		builder.deadline = this.deadline;
		builder.usage = this.usage;
		builder.cost = this.cost;
		builder.suppressed = getSuppressed();
		builder.rateLimits = this.rateLimits;
		builder.cause = getCause();
		builder.trace = getStackTrace();
		return builder;
	}

	@Override
	public String getMessage() {
		StringBuilder message = new StringBuilder();
		if (this.provider != null) {
			message.append(new ModelAddress(this.provider, this.model)).append(": ");
		}
		message.append(this.detail);
		if (this.status != null) {
			message.append(" (HTTP ").append(this.status);
			message.append((this.requestId != null) ? ", request " + this.requestId + ")" : ")");
		}
		else if (this.requestId != null) {
			message.append(" (request ").append(this.requestId).append(')');
		}
		String whatToDo = (this.advice != null) ? this.advice : this.reason.advice;
		return message.append(endsSentence(message) ? " " : ". ").append(whatToDo).toString();
	}

	private static boolean endsSentence(StringBuilder text) {
		char last = text.charAt(text.length() - 1);
		return last == '.' || (last == '"' && text.length() > 1 && text.charAt(text.length() - 2) == '.');
	}

	/**
	 * Whose fault it was.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Whether the same request may succeed if it is sent again, provided that nothing of
	 * the answer was delivered.
	 * @return whether a retry makes sense
	 */
	public boolean retryable() {
		return this.retryable;
	}

	/**
	 * How long the service asks to wait before the next request; zero where another of
	 * several keys may be used at once.
	 * @return the wait, or {@code null} where the service does not tell
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * HTTP status of the service's answer.
	 * @return the status, or {@code null} where there was no answer
	 */
	public @Nullable Integer status() {
		return this.status;
	}

	/**
	 * Name of the HTTP exchange, to quote when asking the service's support.
	 * @return the request id, or {@code null} where the service gave none
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * Id of the configured provider that was asked.
	 * @return the provider's id, or {@code null} where none was reached
	 */
	public @Nullable String provider() {
		return this.provider;
	}

	/**
	 * Model that was asked for, as sent to the service.
	 * @return the model, or {@code null} where none was chosen
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * What happened, without address, status and advice.
	 * @return a clause, with the service's own words where it said any
	 */
	public String detail() {
		return this.detail;
	}

	/**
	 * What of the answer had arrived when a stream failed.
	 * @return the partial answer, or {@code null} where nothing had arrived
	 */
	public @Nullable ChatResponse partial() {
		return this.partial;
	}

	/**
	 * What was tried before the call failed, each exchange with a service.
	 * @return the attempts in order, none where the call failed before the first
	 */
	public List<Attempt> attempts() {
		return this.attempts;
	}

	/**
	 * What the service told of its rate limits beside the error.
	 * @return what is left, or {@code null} where the service did not tell
	 */
	public @Nullable RateLimitState rateLimits() {
		return this.rateLimits;
	}

	/**
	 * When the call had to be over, by the caller's own word.
	 * @return the deadline, or {@code null} where the caller set none
	 */
	public @Nullable Instant deadline() {
		return this.deadline;
	}

	/**
	 * Tokens that the last attempt used although it failed.
	 * @return the counts, or {@code null} where the service told none before it failed
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * What the last attempt cost although it failed.
	 * @return the cost, or {@code null} where it is not known
	 */
	public @Nullable Cost cost() {
		return this.cost;
	}

	/**
	 * Whose fault a failed call was; a closed set, also the value of the
	 * {@code error.type} tag in lower case.
	 */
	public enum Reason {

		/**
		 * The service understood the request and does not accept it.
		 */
		INVALID_REQUEST(false, "Correct the request: sending it again will not help."),

		/**
		 * The service does not know the model, or the key may not use it.
		 */
		MODEL_NOT_FOUND(false, "Check the model's name and that the key may use it."),

		/**
		 * The caller was interrupted while waiting.
		 */
		CANCELLED(false, "The waiting thread was interrupted; the exchange was ended."),

		/**
		 * Another turn of the same conversation was stored while this one was answered.
		 */
		CONVERSATION_CONFLICT(false,
				"The answer is in partial() and was not stored. Let the turns of a conversation follow each other."),

		/**
		 * The store of conversations failed.
		 */
		CONVERSATION_STORE(false, "Check the store. An answer in partial() is complete, but was not stored."),

		/**
		 * The conversation does not fit into the model's context window.
		 */
		CONTEXT_TOO_LONG(false, "Shorten the conversation or choose a model with a larger context window."),

		/**
		 * The service's filter rejected the request.
		 */
		CONTENT_FILTERED(false, "Rephrase the prompt, or review the service's filter settings."),

		/**
		 * The model declined where an answer of a set form was needed.
		 */
		REFUSED(false, "Rephrase the prompt or ask another model."),

		/**
		 * The answer was cut off by the limit of tokens where an answer of a set form was
		 * needed.
		 */
		OUTPUT_TRUNCATED(false, "Raise maxOutputTokens, or ask for less at once."),

		/**
		 * The request needs something that the provider cannot do.
		 */
		UNSUPPORTED(false, "Leave that part out or choose another model."),

		/**
		 * Our own budget is spent.
		 */
		BUDGET_EXCEEDED(false, "Raise the budget or wait for its next period."),

		/**
		 * Our own rate limit is reached.
		 */
		RATE_LIMITED_LOCALLY(false, "Raise the provider's rate limit or send less."),

		/**
		 * No provider satisfies the required residency.
		 */
		RESIDENCY(false, "Configure a provider with the required residency."),

		/**
		 * The service does not accept the key, or there is none.
		 */
		AUTHENTICATION(false, "Check the provider's api-key."),

		/**
		 * The account has no credit or quota left.
		 */
		QUOTA_EXHAUSTED(false, "Check the account's plan and billing with the service."),

		/**
		 * The service asks to send less.
		 */
		RATE_LIMITED(true, "Wait and try again, or send less."),

		/**
		 * The service is too busy.
		 */
		OVERLOADED(true, "Try again later or ask another model."),

		/**
		 * The circuit breaker of the model is open after too many failures: nothing was
		 * sent.
		 */
		CIRCUIT_OPEN(false, "Wait until the breaker lets a call through, or ask another model."),

		/**
		 * The service failed.
		 */
		SERVER_ERROR(true, "Try again later; if it stays, ask the service's support."),

		/**
		 * No connection was made in time.
		 */
		TIMEOUT_CONNECT(true, "Check the base-url, the network and the proxy, or raise timeout.connect."),

		/**
		 * A stream began too late.
		 */
		TIMEOUT_FIRST_TOKEN(true, "Raise timeout.first-token if the model needs longer to begin."),

		/**
		 * A stream fell silent.
		 */
		TIMEOUT_IDLE(true, "Raise timeout.idle if the model pauses longer."),

		/**
		 * The connection could not be made or broke.
		 */
		CONNECTION(true, "Check that the service is up and reachable at the base-url."),

		/**
		 * The time for the whole call is over.
		 */
		TIMEOUT_TOTAL(false, "Raise timeout.total or the call's own timeout."),

		/**
		 * A stream ended without its end mark.
		 */
		STREAM_TRUNCATED(true, "What had arrived is in partial(); ask again for the whole."),

		/**
		 * The answer cannot be read.
		 */
		MALFORMED_RESPONSE(true, "Check that base-url and wire-format fit the service.");

		private final boolean retryable;

		private final String advice;

		Reason(boolean retryable, String advice) {
			this.retryable = retryable;
			this.advice = advice;
		}

		/**
		 * This reason as a tag of a metric or a field of a problem.
		 * @return the name in lower case
		 */
		public String code() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Builder of an {@link LlmException}.
	 */
	public static final class Builder {

		private final Reason reason;

		private String detail;

		private @Nullable Boolean retryable;

		private @Nullable Duration retryAfter;

		private @Nullable Integer status;

		private @Nullable String requestId;

		private @Nullable String provider;

		private @Nullable String model;

		private @Nullable String advice;

		private @Nullable ChatResponse partial;

		private List<Attempt> attempts = List.of();

		private @Nullable RateLimitState rateLimits;

		private @Nullable Instant deadline;

		private @Nullable Usage usage;

		private @Nullable Cost cost;

		private @Nullable Throwable cause;

		private Throwable[] suppressed = {};

		private StackTraceElement @Nullable [] trace;

		private Builder(Reason reason, String detail) {
			this.reason = reason;
			this.detail = detail;
		}

		public Builder detail(String detail) {
			this.detail = detail;
			return this;
		}

		/**
		 * Overrides what the reason says about retries, such as a service's own hint.
		 * @param retryable whether a retry makes sense, {@code null} for the reason's own
		 * rule
		 * @return this builder
		 */
		public Builder retryable(@Nullable Boolean retryable) {
			this.retryable = retryable;
			return this;
		}

		public Builder retryAfter(@Nullable Duration retryAfter) {
			this.retryAfter = retryAfter;
			return this;
		}

		public Builder status(@Nullable Integer status) {
			this.status = status;
			return this;
		}

		public Builder requestId(@Nullable String requestId) {
			this.requestId = requestId;
			return this;
		}

		public Builder provider(@Nullable String provider) {
			this.provider = provider;
			return this;
		}

		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Says what to do next, in place of the reason's own advice.
		 * @param advice one or more sentences
		 * @return this builder
		 */
		public Builder advice(@Nullable String advice) {
			this.advice = advice;
			return this;
		}

		public Builder partial(@Nullable ChatResponse partial) {
			this.partial = partial;
			return this;
		}

		public Builder attempts(List<Attempt> attempts) {
			this.attempts = attempts;
			return this;
		}

		public Builder rateLimits(@Nullable RateLimitState rateLimits) {
			this.rateLimits = rateLimits;
			return this;
		}

		public Builder deadline(@Nullable Instant deadline) {
			this.deadline = deadline;
			return this;
		}

		public Builder usage(@Nullable Usage usage) {
			this.usage = usage;
			return this;
		}

		public Builder cost(@Nullable Cost cost) {
			this.cost = cost;
			return this;
		}

		/**
		 * Sets what led to this; it must hold no secret.
		 * @param cause the cause
		 * @return this builder
		 */
		public Builder cause(@Nullable Throwable cause) {
			this.cause = cause;
			return this;
		}

		public LlmException build() {
			return new LlmException(this);
		}

	}

}
