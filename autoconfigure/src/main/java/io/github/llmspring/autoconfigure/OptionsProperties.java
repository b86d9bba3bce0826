package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ReasoningControl;
import org.jspecify.annotations.Nullable;

/**
 * Options of every request; a request's own win.
 */
class OptionsProperties {

	/**
	 * How much chance is in the choice of words: 0 for the likeliest.
	 */
	private @Nullable Double temperature;

	/**
	 * Share of the likeliest words to choose among, above 0 and up to 1.
	 */
	private @Nullable Double topP;

	/**
	 * Most tokens the model may make, reasoning included.
	 */
	private @Nullable Integer maxOutputTokens;

	/**
	 * Texts that end the answer when the model writes one of them.
	 */
	private List<String> stop = new ArrayList<>();

	/**
	 * Number that makes answers repeatable where a service can.
	 */
	private @Nullable Long seed;

	/**
	 * How strongly words count against themselves the more often they were used.
	 */
	private @Nullable Double frequencyPenalty;

	/**
	 * How strongly words count against themselves once they were used.
	 */
	private @Nullable Double presencePenalty;

	/**
	 * How much the model should think before it answers.
	 */
	private ReasoningControl.@Nullable Effort reasoning;

	/**
	 * Whether an option that the model does not take fails the call, instead of being
	 * left out with a warning.
	 */
	private @Nullable Boolean strict;

	public @Nullable Double getTemperature() {
		return this.temperature;
	}

	public void setTemperature(@Nullable Double temperature) {
		this.temperature = temperature;
	}

	public @Nullable Double getTopP() {
		return this.topP;
	}

	public void setTopP(@Nullable Double topP) {
		this.topP = topP;
	}

	public @Nullable Integer getMaxOutputTokens() {
		return this.maxOutputTokens;
	}

	public void setMaxOutputTokens(@Nullable Integer maxOutputTokens) {
		this.maxOutputTokens = maxOutputTokens;
	}

	public List<String> getStop() {
		return this.stop;
	}

	public void setStop(List<String> stop) {
		this.stop = stop;
	}

	public @Nullable Long getSeed() {
		return this.seed;
	}

	public void setSeed(@Nullable Long seed) {
		this.seed = seed;
	}

	public @Nullable Double getFrequencyPenalty() {
		return this.frequencyPenalty;
	}

	public void setFrequencyPenalty(@Nullable Double frequencyPenalty) {
		this.frequencyPenalty = frequencyPenalty;
	}

	public @Nullable Double getPresencePenalty() {
		return this.presencePenalty;
	}

	public void setPresencePenalty(@Nullable Double presencePenalty) {
		this.presencePenalty = presencePenalty;
	}

	public ReasoningControl.@Nullable Effort getReasoning() {
		return this.reasoning;
	}

	public void setReasoning(ReasoningControl.@Nullable Effort reasoning) {
		this.reasoning = reasoning;
	}

	public @Nullable Boolean getStrict() {
		return this.strict;
	}

	public void setStrict(@Nullable Boolean strict) {
		this.strict = strict;
	}

}
