package io.github.llmspring;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A model's whole answer and what is known about it.
 */
public final class ChatResponse {

	private final @Nullable String id;

	private final @Nullable String provider;

	private final @Nullable String model;

	private final @Nullable String requestId;

	private final List<Message> earlier;

	private final Message message;

	private final FinishReason finishReason;

	private final @Nullable String rawFinishReason;

	private final Usage usage;

	private final List<String> warnings;

	private final List<Citation> citations;

	private final @Nullable String refusal;

	private final List<SafetyRating> safety;

	private final List<TokenLogProbability> logProbabilities;

	private final List<Attempt> attempts;

	private final @Nullable RateLimitState rateLimits;

	private final @Nullable Cost cost;

	private ChatResponse(Builder builder) {
		this.id = builder.id;
		this.provider = builder.provider;
		this.model = builder.model;
		this.requestId = builder.requestId;
		this.earlier = List.copyOf(builder.earlier);
		this.message = new Message(Role.ASSISTANT, builder.content);
		this.finishReason = builder.finishReason;
		this.rawFinishReason = builder.rawFinishReason;
		this.usage = builder.usage;
		this.warnings = List.copyOf(builder.warnings);
		this.citations = List.copyOf(builder.citations);
		this.refusal = builder.refusal;
		this.safety = List.copyOf(builder.safety);
		this.logProbabilities = List.copyOf(builder.logProbabilities);
		this.attempts = List.copyOf(builder.attempts);
		this.rateLimits = builder.rateLimits;
		this.cost = builder.cost;
	}

	private ChatResponse(ChatResponse answer, List<Attempt> attempts, @Nullable Cost cost) {
		this.id = answer.id;
		this.provider = answer.provider;
		this.model = answer.model;
		this.requestId = answer.requestId;
		this.earlier = answer.earlier;
		this.message = answer.message;
		this.finishReason = answer.finishReason;
		this.rawFinishReason = answer.rawFinishReason;
		this.usage = answer.usage;
		this.warnings = answer.warnings;
		this.citations = answer.citations;
		this.refusal = answer.refusal;
		this.safety = answer.safety;
		this.logProbabilities = answer.logProbabilities;
		this.attempts = List.copyOf(attempts);
		this.rateLimits = answer.rateLimits;
		this.cost = cost;
	}

	/**
	 * Builder of an answer.
	 * @return a builder with nothing set but the finish reason {@code OTHER}
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Copy of this answer to change.
	 * @return a builder with everything set as here
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.id = this.id;
		builder.provider = this.provider;
		builder.model = this.model;
		builder.requestId = this.requestId;
		builder.earlier = this.earlier;
		builder.content = this.message.content();
		builder.finishReason = this.finishReason;
		builder.rawFinishReason = this.rawFinishReason;
		builder.usage = this.usage;
		builder.warnings = this.warnings;
		builder.citations = this.citations;
		builder.refusal = this.refusal;
		builder.safety = this.safety;
		builder.logProbabilities = this.logProbabilities;
		builder.attempts = this.attempts;
		builder.rateLimits = this.rateLimits;
		builder.cost = this.cost;
		return builder;
	}

	/**
	 * Name that the service gave this answer.
	 * @return the id, or {@code null} where the service gives none
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * Id of the configured provider that answered.
	 * @return the provider's id, or {@code null} where the answer did not pass a
	 * configured provider
	 */
	public @Nullable String provider() {
		return this.provider;
	}

	/**
	 * Model as the service names it, which may be more exact than what was asked for;
	 * what was asked for where the service does not name it.
	 * @return the model's name, or {@code null} where neither is known
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * Name of the HTTP exchange, to quote when asking the service's support.
	 * @return the request id, or {@code null} where the service gives none
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * The answer as a message, ready to be part of the next request.
	 * @return a message of the assistant
	 */
	public Message message() {
		return this.message;
	}

	/**
	 * Everything that this answer adds to the conversation: the turns in which tools were
	 * run, each with the results, and {@link #message()} last, unless it is empty.
	 * @return the messages, oldest first
	 */
	public List<Message> messages() {
		if (this.earlier.isEmpty()) {
			return List.of(this.message);
		}
		List<Message> messages = new ArrayList<>(this.earlier);
		if (!this.message.content().isEmpty()) {
			messages.add(this.message);
		}
		return List.copyOf(messages);
	}

	/**
	 * Text of the answer.
	 * @return the text, empty where there is none
	 */
	public String content() {
		return this.message.text();
	}

	/**
	 * Visible thinking of the model.
	 * @return the thinking, or {@code null} where the answer holds none
	 */
	public @Nullable String reasoning() {
		String text = this.message.pieces(Content.Reasoning.class)
			.stream()
			.map(Content.Reasoning::text)
			.collect(Collectors.joining());
		return text.isEmpty() ? null : text;
	}

	/**
	 * Tool calls that the model asks for.
	 * @return the calls in order, possibly none
	 */
	public List<Content.ToolCall> toolCalls() {
		return this.message.pieces(Content.ToolCall.class);
	}

	/**
	 * Why the model stopped.
	 * @return the reason
	 */
	public FinishReason finishReason() {
		return this.finishReason;
	}

	/**
	 * Why the model stopped, in the service's own word.
	 * @return the word, or {@code null} where the service gave none
	 */
	public @Nullable String rawFinishReason() {
		return this.rawFinishReason;
	}

	/**
	 * Tokens used.
	 * @return the counts, each {@code null} where unknown
	 */
	public Usage usage() {
		return this.usage;
	}

	/**
	 * What was asked for but not done, in sentences for a log.
	 * @return the warnings, possibly none
	 */
	public List<String> warnings() {
		return this.warnings;
	}

	/**
	 * Sources that the answer rests on, as far as the service tells. A stream has them
	 * all in its last event only, since most services tell them at the end.
	 * @return the citations, possibly none
	 */
	public List<Citation> citations() {
		return this.citations;
	}

	/**
	 * What the model said when it refused; where it is part of the answer,
	 * {@link #content()} holds it too.
	 * @return the text, empty where it refused without a word, or {@code null} where it
	 * did not refuse
	 */
	public @Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * What the service's own filter thinks of the prompt and of the answer.
	 * @return the ratings, possibly none
	 */
	public List<SafetyRating> safety() {
		return this.safety;
	}

	/**
	 * How likely each token of the answer was, where that was
	 * {@link ChatOptions#logProbabilities() asked for}.
	 * @return the tokens in order, possibly none
	 */
	public List<TokenLogProbability> logProbabilities() {
		return this.logProbabilities;
	}

	/**
	 * What was tried for this answer, each exchange with a service; of an answer in
	 * several turns, those of all turns. They tell how the answer came about and are no
	 * part of it: answers that are the same in all else are equal.
	 * @return the attempts in order, none where the answer did not pass a configured
	 * provider
	 */
	public List<Attempt> attempts() {
		return this.attempts;
	}

	/**
	 * This answer with other attempts.
	 * @param attempts the attempts in order
	 * @return the answer, everything else as here
	 */
	public ChatResponse withAttempts(List<Attempt> attempts) {
		return new ChatResponse(this, attempts, this.cost);
	}

	/**
	 * What the service told of its rate limits beside the answer. It belongs to the
	 * moment and not to the answer, so answers that differ only in it are equal.
	 * @return what is left, or {@code null} where the service did not tell
	 */
	public @Nullable RateLimitState rateLimits() {
		return this.rateLimits;
	}

	/**
	 * What the answer cost: all its turns, and those of its {@link #attempts() attempts}
	 * that failed and whose cost is known. Answers that differ only in it are equal.
	 * @return the cost, or {@code null} where the price of the model or the tokens of a
	 * turn are not known
	 */
	public @Nullable Cost cost() {
		return this.cost;
	}

	/**
	 * This answer with another cost.
	 * @param cost the cost, or {@code null} where it is not known
	 * @return the answer, everything else as here
	 */
	public ChatResponse withCost(@Nullable Cost cost) {
		return new ChatResponse(this, this.attempts, cost);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ChatResponse that && Objects.equals(this.id, that.id)
				&& Objects.equals(this.provider, that.provider) && Objects.equals(this.model, that.model)
				&& Objects.equals(this.requestId, that.requestId) && this.earlier.equals(that.earlier)
				&& this.message.equals(that.message) && this.finishReason == that.finishReason
				&& Objects.equals(this.rawFinishReason, that.rawFinishReason) && this.usage.equals(that.usage)
				&& this.warnings.equals(that.warnings) && this.citations.equals(that.citations)
				&& Objects.equals(this.refusal, that.refusal) && this.safety.equals(that.safety)
				&& this.logProbabilities.equals(that.logProbabilities);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.id, this.provider, this.model, this.message);
	}

	@Override
	public String toString() {
		return "ChatResponse[provider=" + this.provider + ", model=" + this.model + ", finishReason="
				+ this.finishReason + ", usage=" + this.usage + "]";
	}

	/**
	 * Builder of a {@link ChatResponse}.
	 */
	public static final class Builder {

		private @Nullable String id;

		private @Nullable String provider;

		private @Nullable String model;

		private @Nullable String requestId;

		private List<Message> earlier = List.of();

		private List<Content> content = List.of();

		private FinishReason finishReason = FinishReason.OTHER;

		private @Nullable String rawFinishReason;

		private Usage usage = Usage.UNKNOWN;

		private List<String> warnings = List.of();

		private List<Citation> citations = List.of();

		private @Nullable String refusal;

		private List<SafetyRating> safety = List.of();

		private List<TokenLogProbability> logProbabilities = List.of();

		private List<Attempt> attempts = List.of();

		private @Nullable RateLimitState rateLimits;

		private @Nullable Cost cost;

		private Builder() {
		}

		public Builder id(@Nullable String id) {
			this.id = id;
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

		public Builder requestId(@Nullable String requestId) {
			this.requestId = requestId;
			return this;
		}

		/**
		 * Sets the turns before the answer in which tools were run.
		 * @param messages the turns and the results of their tools, oldest first
		 * @return this builder
		 */
		public Builder earlier(List<Message> messages) {
			this.earlier = messages;
			return this;
		}

		/**
		 * Adds a piece to the answer.
		 * @param content the next piece
		 * @return this builder
		 */
		public Builder content(Content content) {
			this.content = growing(this.content);
			this.content.add(content);
			return this;
		}

		/**
		 * Sets all pieces of the answer.
		 * @param contents the pieces, in place of those given before
		 * @return this builder
		 */
		public Builder contents(List<Content> contents) {
			this.content = List.copyOf(contents);
			return this;
		}

		public Builder finishReason(FinishReason finishReason, @Nullable String raw) {
			this.finishReason = finishReason;
			this.rawFinishReason = raw;
			return this;
		}

		public Builder usage(Usage usage) {
			this.usage = usage;
			return this;
		}

		/**
		 * Adds warnings.
		 * @param warnings sentences for a log
		 * @return this builder
		 */
		public Builder warnings(List<String> warnings) {
			if (!warnings.isEmpty()) {
				this.warnings = growing(this.warnings);
				this.warnings.addAll(warnings);
			}
			return this;
		}

		public Builder citations(List<Citation> citations) {
			this.citations = citations;
			return this;
		}

		public Builder refusal(@Nullable String refusal) {
			this.refusal = refusal;
			return this;
		}

		public Builder safety(List<SafetyRating> safety) {
			this.safety = safety;
			return this;
		}

		public Builder logProbabilities(List<TokenLogProbability> logProbabilities) {
			this.logProbabilities = logProbabilities;
			return this;
		}

		public Builder rateLimits(@Nullable RateLimitState rateLimits) {
			this.rateLimits = rateLimits;
			return this;
		}

		public Builder cost(@Nullable Cost cost) {
			this.cost = cost;
			return this;
		}

		/**
		 * Lists are shared until they are added to.
		 */
		private static <T> List<T> growing(List<T> list) {
			return (list instanceof ArrayList) ? list : new ArrayList<>(list);
		}

		public ChatResponse build() {
			return new ChatResponse(this);
		}

	}

}
