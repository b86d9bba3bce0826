package io.github.llmspring.wire.anthropic;

import java.util.List;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.wire.PortableOptions;

/**
 * How to choose words and when to stop, brought within what the service takes.
 */
final class Sampling {

	private Sampling() {
	}

	static PortableOptions limit(PortableOptions portable) {
		return stops(topP(temperature(portable)));
	}

	private static PortableOptions temperature(PortableOptions portable) {
		Double temperature = portable.accepted().temperature();
		if (temperature == null || temperature <= 1) {
			return portable;
		}
		return portable.changed((options) -> options.temperature(1.0),
				"The temperature " + temperature + " was lowered to 1.0, the most that the service takes.",
				"the temperature " + temperature + " is above 1.0, the most that the service takes");
	}

	private static PortableOptions topP(PortableOptions portable) {
		return (portable.accepted().temperature() == null) ? portable
				: portable.without("top-p", "the service does not take it together with 'temperature'");
	}

	private static PortableOptions stops(PortableOptions portable) {
		ChatOptions accepted = portable.accepted();
		List<String> stop = accepted.stop().stream().filter((text) -> !text.isBlank()).toList();
		if (stop.size() == accepted.stop().size()) {
			return portable;
		}
		return portable.changed((options) -> options.stop(stop),
				"Blank texts in the option 'stop' were left out: the service does not take them.",
				"the option 'stop' holds a blank text, which the service does not take");
	}

}
