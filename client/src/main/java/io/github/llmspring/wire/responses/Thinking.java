package io.github.llmspring.wire.responses;

import io.github.llmspring.ReasoningControl;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningScale;
import org.jspecify.annotations.Nullable;

/**
 * How much a model is told to think, and whether it is asked to tell what it thought.
 *
 * @param options the options, without the control where it cannot be told
 * @param effort the degree in the model's word, or {@code null} where nothing is said
 * @param summary the kind of summary to ask for, or {@code null} for none
 */
record Thinking(PortableOptions options, @Nullable String effort, @Nullable String summary) {

	static Thinking of(PortableOptions options, Dialect dialect, String model) {
		ReasoningControl control = options.accepted().reasoning();
		if (control == null) {
			return new Thinking(options, null, null);
		}
		boolean on = ReasoningScale.isOn(control);
		String effort = ReasoningScale.word(control, dialect.get(DialectKey.REASONING_EFFORTS));
		if (effort == null) {
			return new Thinking(on ? options.without("reasoning", model + " does not take it") : options, null, null);
		}
		String summary = dialect.get(ResponsesDialect.REASONING_SUMMARY);
		return new Thinking((on || effort.equals("none")) ? options : options.thinkingAnyway(model), effort,
				(on && !summary.isEmpty()) ? summary : null);
	}

	void write(JsonBody body) {
		if (this.effort != null) {
			body.object("reasoning", (fields) -> fields.field("effort", this.effort).field("summary", this.summary));
		}
	}

}
