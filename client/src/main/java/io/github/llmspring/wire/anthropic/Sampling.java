package io.github.llmspring.wire.anthropic;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatOptions;
import org.jspecify.annotations.Nullable;

/**
 * How to choose words and when to stop, within what the service takes.
 *
 * @param temperature the temperature, at most 1
 * @param topP the share of likeliest words, only where there is no temperature
 * @param stop the texts that end the answer, none of them blank
 * @param warnings what was changed, in sentences for a log
 */
record Sampling(@Nullable Double temperature, @Nullable Double topP, List<String> stop, List<String> warnings) {

	static Sampling of(ChatOptions options) {
		List<String> warnings = new ArrayList<>();
		Double temperature = options.temperature();
		if (temperature != null && temperature > 1) {
			warnings.add("The temperature " + temperature + " was lowered to 1.0, the most that the service takes.");
			temperature = 1.0;
		}
		Double topP = options.topP();
		if (temperature != null && topP != null) {
			warnings.add("The option 'top-p' was left out: the service does not take it together with 'temperature'.");
			topP = null;
		}
		List<String> stop = options.stop().stream().filter((text) -> !text.isBlank()).toList();
		if (stop.size() < options.stop().size()) {
			warnings.add("Blank texts in the option 'stop' were left out: the service does not take them.");
		}
		return new Sampling(temperature, topP, stop, List.copyOf(warnings));
	}

}
