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
		return stops(topP(portable.temperatureUpTo(1.0)));
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
