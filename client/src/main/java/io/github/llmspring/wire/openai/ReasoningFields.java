package io.github.llmspring.wire.openai;

import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.ReasoningControl;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningScale;

/**
 * The fields by which a service is told how much to think: a degree, a switch, a number
 * of tokens, or several of them, as the dialect says.
 * <p>
 * The name of a field in an object is written with a dot.
 *
 * @param options the options, without the control where it cannot be told
 * @param values the values by the name of their field
 */
record ReasoningFields(PortableOptions options, Map<String, Object> values) {

	private static final String LEFT_OUT = "reasoning";

	static ReasoningFields of(PortableOptions portable, Dialect dialect, String model, boolean tools) {
		ReasoningControl control = portable.accepted().reasoning();
		boolean on = ReasoningScale.isOn(control);
		String besideTools = tools ? dialect.get(ChatDialect.REASONING_BESIDE_TOOLS) : "";
		if (!besideTools.isEmpty() && (on || control == null)) {
			return new ReasoningFields(portable.without(LEFT_OUT, model + " does not take it together with tools"),
					besideTools.equals("absent") ? Map.of()
							: Map.of(dialect.get(ChatDialect.REASONING_EFFORT_FIELD), besideTools));
		}
		Map<String, Object> values = (control != null) ? values(control, dialect) : Map.of();
		if (on && values.isEmpty()) {
			return new ReasoningFields(portable.without(LEFT_OUT, model + " does not take it"), values);
		}
		boolean thinksAnyway = !on && !values.isEmpty() && !values.containsValue("none")
				&& dialect.get(ChatDialect.REASONING_SWITCH_FIELD).isEmpty();
		return new ReasoningFields(thinksAnyway ? portable.thinkingAnyway(model) : portable, values);
	}

	private static Map<String, Object> values(ReasoningControl control, Dialect dialect) {
		Map<String, Object> values = new TreeMap<>();
		boolean on = ReasoningScale.isOn(control);
		String switchField = dialect.get(ChatDialect.REASONING_SWITCH_FIELD);
		String tokensField = dialect.get(ChatDialect.REASONING_TOKENS_FIELD);
		String effortField = dialect.get(ChatDialect.REASONING_EFFORT_FIELD);
		if (!switchField.isEmpty()) {
			values.put(switchField, switched(switchField, on));
		}
		if (on && control.tokens() != null && !tokensField.isEmpty()) {
			values.put(tokensField, control.tokens());
		}
		else if (!effortField.isEmpty() && (on || switchField.isEmpty())) {
			String word = ReasoningScale.word(control, dialect.get(DialectKey.REASONING_EFFORTS));
			if (word != null) {
				values.put(effortField, word);
			}
		}
		return values;
	}

	private static Object switched(String field, boolean on) {
		return field.endsWith(".type") ? (on ? "enabled" : "disabled") : (Object) on;
	}

	void write(JsonBody body) {
		this.values.forEach((name, value) -> {
			int dot = name.indexOf('.');
			if (dot < 0) {
				body.field(name, value);
			}
			else {
				body.object(name.substring(0, dot), (fields) -> fields.field(name.substring(dot + 1), value));
			}
		});
	}

}
