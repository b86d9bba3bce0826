package io.github.llmspring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a model should answer, in the terms that services share.
 * <p>
 * Everything is optional: what is not set is left to the next level of defaults and, in
 * the end, to the service. A service that has no such setting ignores it with a
 * {@link ChatResponse#warnings() warning}.
 */
public final class ChatOptions {

	/**
	 * Options of which none is set.
	 */
	public static final ChatOptions NONE = builder().build();

	private final @Nullable Double temperature;

	private final @Nullable Double topP;

	private final @Nullable Integer maxOutputTokens;

	private final List<String> stop;

	private final @Nullable Long seed;

	private final @Nullable Double frequencyPenalty;

	private final @Nullable Double presencePenalty;

	private final @Nullable ToolChoice toolChoice;

	private final @Nullable Boolean parallelToolCalls;

	private final @Nullable ReasoningControl reasoning;

	private final @Nullable Integer logProbabilities;

	private final @Nullable Boolean strict;

	private final Map<String, Object> extra;

	private ChatOptions(Builder builder) {
		this.temperature = builder.temperature;
		this.topP = builder.topP;
		this.maxOutputTokens = builder.maxOutputTokens;
		this.stop = List.copyOf(builder.stop);
		this.seed = builder.seed;
		this.frequencyPenalty = builder.frequencyPenalty;
		this.presencePenalty = builder.presencePenalty;
		this.toolChoice = builder.toolChoice;
		this.parallelToolCalls = builder.parallelToolCalls;
		this.reasoning = builder.reasoning;
		this.logProbabilities = builder.logProbabilities;
		this.strict = builder.strict;
		this.extra = Map.copyOf(builder.extra);
	}

	/**
	 * Builder of options.
	 * @return a builder with nothing set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Copy of these options to change.
	 * @return a builder with everything set as here
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.temperature = this.temperature;
		builder.topP = this.topP;
		builder.maxOutputTokens = this.maxOutputTokens;
		builder.stop = this.stop;
		builder.seed = this.seed;
		builder.frequencyPenalty = this.frequencyPenalty;
		builder.presencePenalty = this.presencePenalty;
		builder.toolChoice = this.toolChoice;
		builder.parallelToolCalls = this.parallelToolCalls;
		builder.reasoning = this.reasoning;
		builder.logProbabilities = this.logProbabilities;
		builder.strict = this.strict;
		builder.extra.putAll(this.extra);
		return builder;
	}

	/**
	 * These options, completed with others where these say nothing.
	 * @param defaults the options to fall back on
	 * @return the merged options
	 */
	public ChatOptions orElse(ChatOptions defaults) {
		if (defaults == NONE || this == NONE) {
			return (this == NONE) ? defaults : this;
		}
		Builder merged = new Builder();
		merged.temperature = (this.temperature != null) ? this.temperature : defaults.temperature;
		merged.topP = (this.topP != null) ? this.topP : defaults.topP;
		merged.maxOutputTokens = (this.maxOutputTokens != null) ? this.maxOutputTokens : defaults.maxOutputTokens;
		merged.stop = (!this.stop.isEmpty()) ? this.stop : defaults.stop;
		merged.seed = (this.seed != null) ? this.seed : defaults.seed;
		merged.frequencyPenalty = (this.frequencyPenalty != null) ? this.frequencyPenalty : defaults.frequencyPenalty;
		merged.presencePenalty = (this.presencePenalty != null) ? this.presencePenalty : defaults.presencePenalty;
		merged.toolChoice = (this.toolChoice != null) ? this.toolChoice : defaults.toolChoice;
		merged.parallelToolCalls = (this.parallelToolCalls != null) ? this.parallelToolCalls
				: defaults.parallelToolCalls;
		merged.reasoning = (this.reasoning != null) ? this.reasoning : defaults.reasoning;
		merged.logProbabilities = (this.logProbabilities != null) ? this.logProbabilities : defaults.logProbabilities;
		merged.strict = (this.strict != null) ? this.strict : defaults.strict;
		merged.extra.putAll(defaults.extra);
		merged.extra.putAll(this.extra);
		return merged.build();
	}

	/**
	 * How much chance is in the choice of words: 0 for the likeliest, up to 2.
	 * @return the temperature or {@code null}
	 */
	public @Nullable Double temperature() {
		return this.temperature;
	}

	/**
	 * Share of the likeliest words to choose among, above 0 and up to 1.
	 * @return the share or {@code null}
	 */
	public @Nullable Double topP() {
		return this.topP;
	}

	/**
	 * Most tokens the model may make, reasoning included.
	 * @return the limit or {@code null}
	 */
	public @Nullable Integer maxOutputTokens() {
		return this.maxOutputTokens;
	}

	/**
	 * Texts that end the answer when the model writes one of them.
	 * @return the texts, empty where not set
	 */
	public List<String> stop() {
		return this.stop;
	}

	/**
	 * Number that makes answers repeatable where a service can.
	 * @return the seed or {@code null}
	 */
	public @Nullable Long seed() {
		return this.seed;
	}

	/**
	 * How strongly words count against themselves the more often they were used, -2 to 2.
	 * @return the penalty or {@code null}
	 */
	public @Nullable Double frequencyPenalty() {
		return this.frequencyPenalty;
	}

	/**
	 * How strongly words count against themselves once they were used, -2 to 2.
	 * @return the penalty or {@code null}
	 */
	public @Nullable Double presencePenalty() {
		return this.presencePenalty;
	}

	/**
	 * Whether the model has to call a tool, and which.
	 * @return the choice or {@code null}
	 */
	public @Nullable ToolChoice toolChoice() {
		return this.toolChoice;
	}

	/**
	 * Whether the model may ask for several tools at once.
	 * @return the answer or {@code null}
	 */
	public @Nullable Boolean parallelToolCalls() {
		return this.parallelToolCalls;
	}

	/**
	 * How much the model should think.
	 * @return the control or {@code null}
	 */
	public @Nullable ReasoningControl reasoning() {
		return this.reasoning;
	}

	/**
	 * Whether the answer should tell how likely each of its tokens was: how many of the
	 * likeliest other tokens to tell for each, 0 for none.
	 * @return the number of alternatives, or {@code null} for no such thing
	 */
	public @Nullable Integer logProbabilities() {
		return this.logProbabilities;
	}

	/**
	 * Whether an option that the model does not take fails the call instead of being left
	 * out with a warning.
	 * @return the answer or {@code null}
	 */
	public @Nullable Boolean strict() {
		return this.strict;
	}

	/**
	 * Fields for the body of the request in the service's own words, sent as they are.
	 * @return the fields by name, values as JSON types in Java: text, numbers, booleans,
	 * lists and maps
	 */
	public Map<String, Object> extra() {
		return this.extra;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ChatOptions that && Objects.equals(this.temperature, that.temperature)
				&& Objects.equals(this.topP, that.topP) && Objects.equals(this.maxOutputTokens, that.maxOutputTokens)
				&& this.stop.equals(that.stop) && Objects.equals(this.seed, that.seed)
				&& Objects.equals(this.frequencyPenalty, that.frequencyPenalty)
				&& Objects.equals(this.presencePenalty, that.presencePenalty)
				&& Objects.equals(this.toolChoice, that.toolChoice)
				&& Objects.equals(this.parallelToolCalls, that.parallelToolCalls)
				&& Objects.equals(this.reasoning, that.reasoning)
				&& Objects.equals(this.logProbabilities, that.logProbabilities)
				&& Objects.equals(this.strict, that.strict) && this.extra.equals(that.extra);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.temperature, this.topP, this.maxOutputTokens, this.stop, this.seed,
				this.frequencyPenalty, this.presencePenalty, this.toolChoice, this.extra);
	}

	/**
	 * Builder of {@link ChatOptions}; each method sets what the accessor of the same name
	 * describes.
	 */
	public static final class Builder {

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private @Nullable Integer maxOutputTokens;

		private List<String> stop = List.of();

		private @Nullable Long seed;

		private @Nullable Double frequencyPenalty;

		private @Nullable Double presencePenalty;

		private @Nullable ToolChoice toolChoice;

		private @Nullable Boolean parallelToolCalls;

		private @Nullable ReasoningControl reasoning;

		private @Nullable Integer logProbabilities;

		private @Nullable Boolean strict;

		private final Map<String, Object> extra = new LinkedHashMap<>();

		private Builder() {
		}

		public Builder temperature(@Nullable Double temperature) {
			this.temperature = temperature;
			return this;
		}

		public Builder topP(@Nullable Double topP) {
			this.topP = topP;
			return this;
		}

		public Builder maxOutputTokens(@Nullable Integer maxOutputTokens) {
			this.maxOutputTokens = maxOutputTokens;
			return this;
		}

		public Builder stop(String... stop) {
			return stop(List.of(stop));
		}

		public Builder stop(List<String> stop) {
			this.stop = stop;
			return this;
		}

		public Builder seed(@Nullable Long seed) {
			this.seed = seed;
			return this;
		}

		public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
			this.frequencyPenalty = frequencyPenalty;
			return this;
		}

		public Builder presencePenalty(@Nullable Double presencePenalty) {
			this.presencePenalty = presencePenalty;
			return this;
		}

		public Builder toolChoice(@Nullable ToolChoice toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
			this.parallelToolCalls = parallelToolCalls;
			return this;
		}

		public Builder reasoning(@Nullable ReasoningControl reasoning) {
			this.reasoning = reasoning;
			return this;
		}

		public Builder logProbabilities(@Nullable Integer alternatives) {
			this.logProbabilities = alternatives;
			return this;
		}

		public Builder strict(@Nullable Boolean strict) {
			this.strict = strict;
			return this;
		}

		public Builder extra(String name, Object value) {
			this.extra.put(name, value);
			return this;
		}

		public Builder extra(Map<String, Object> fields) {
			this.extra.putAll(fields);
			return this;
		}

		public ChatOptions build() {
			return new ChatOptions(this);
		}

	}

}
