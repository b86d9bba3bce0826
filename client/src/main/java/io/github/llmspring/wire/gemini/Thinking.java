package io.github.llmspring.wire.gemini;

import java.util.Map;

import io.github.llmspring.ReasoningControl;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningScale;
import org.jspecify.annotations.Nullable;

/**
 * How much a model is told to think: its older generation by a number of tokens, the
 * newer by a degree.
 *
 * @param options the options, without the control where it cannot be told
 * @param config the object {@code thinkingConfig}, or {@code null} where nothing is said
 */
record Thinking(PortableOptions options, @Nullable Map<String, Object> config) {

	static Thinking of(PortableOptions options, Dialect dialect, String model) {
		ReasoningControl control = options.accepted().reasoning();
		String kind = dialect.get(GeminiDialect.THINKING);
		if (control == null) {
			return new Thinking(options, null);
		}
		boolean on = ReasoningScale.isOn(control);
		if (kind.equals("none")) {
			return new Thinking(on ? options.without("reasoning", model + " does not take it") : options, null);
		}
		boolean budget = kind.equals("budget");
		boolean leastIsNone = budget && dialect.get(GeminiDialect.LEAST_THINKING) == 0;
		PortableOptions told = (on || leastIsNone) ? options : options.thinkingAnyway(model);
		return new Thinking(told,
				Map.of("includeThoughts", on, budget ? "thinkingBudget" : "thinkingLevel", budget
						? tokens(control, dialect)
						: String.valueOf(ReasoningScale.word(control, dialect.get(DialectKey.REASONING_EFFORTS)))));
	}

	private static int tokens(ReasoningControl control, Dialect dialect) {
		int tokens = Math.max(dialect.get(GeminiDialect.LEAST_THINKING), ReasoningScale.tokens(control));
		return Math.min(dialect.get(GeminiDialect.MOST_THINKING), tokens);
	}

}
