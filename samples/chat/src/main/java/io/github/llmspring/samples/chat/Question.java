package io.github.llmspring.samples.chat;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatPrompt;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks.
 *
 * @param prompt the user's words
 * @param system the rules of the conversation
 * @param model the model to ask instead of the default
 * @param options how to answer
 */
record Question(@Nullable String prompt, @Nullable String system, @Nullable String model, @Nullable Options options) {

	ChatPrompt ask(ChatClient client) {
		ChatPrompt asked = client.prompt((this.prompt != null) ? this.prompt : "");
		if (this.system != null) {
			asked.system(this.system);
		}
		if (this.model != null && !this.model.isBlank()) {
			asked.model(this.model);
		}
		return (this.options != null) ? asked.options(this.options.toChatOptions()) : asked;
	}

	/**
	 * Options as JSON.
	 */
	record Options(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer maxOutputTokens,
			@Nullable List<String> stop, @Nullable Long seed, @Nullable Double frequencyPenalty,
			@Nullable Double presencePenalty, @Nullable Map<String, Object> extra) {

		ChatOptions toChatOptions() {
			return ChatOptions.builder()
				.temperature(this.temperature)
				.topP(this.topP)
				.maxOutputTokens(this.maxOutputTokens)
				.stop((this.stop != null) ? this.stop : List.of())
				.seed(this.seed)
				.frequencyPenalty(this.frequencyPenalty)
				.presencePenalty(this.presencePenalty)
				.extra((this.extra != null) ? this.extra : Map.of())
				.build();
		}

	}

}
