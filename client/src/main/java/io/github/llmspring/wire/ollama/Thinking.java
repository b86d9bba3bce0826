package io.github.llmspring.wire.ollama;

import io.github.llmspring.ReasoningControl;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningScale;
import org.jspecify.annotations.Nullable;

/**
 * How a model is told to think: whether to, or to which degree where it knows nothing
 * else.
 *
 * @param options the options
 * @param value the value of the field {@code think}, or {@code null} where nothing is
 * said
 */
record Thinking(PortableOptions options, @Nullable Object value) {

	/**
	 * Whether a model is told a degree, as it passes over whether to think. Other wire
	 * formats of the server tell every model degrees.
	 */
	static final DialectKey<Boolean> BY_DEGREE = DialectKey.flag("think-by-degree", false);

	static Thinking of(PortableOptions options, Dialect dialect, String model) {
		ReasoningControl control = options.accepted().reasoning();
		if (control == null) {
			return new Thinking(options, null);
		}
		boolean on = ReasoningScale.isOn(control);
		if (!dialect.get(BY_DEGREE)) {
			return new Thinking(options, on);
		}
		return new Thinking(on ? options : options.thinkingAnyway(model),
				ReasoningScale.word(control, dialect.get(DialectKey.REASONING_EFFORTS)));
	}

}
