package io.github.llmspring.wire;

import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.ReasoningControl;

/**
 * The fields by which a service is told how much to think: a degree, a switch, a number
 * of tokens, or several of them, as the dialect says.
 * <p>
 * The name of a field in an object is written with a dot.
 *
 * @param options the options, without the control where it cannot be told
 * @param values the values by the name of their field
 */
public record ReasoningFields(PortableOptions options, Map<String, Object> values) {

	/**
	 * Field of the degree of thinking; empty where there is none.
	 */
	static final DialectKey<String> EFFORT_FIELD = DialectKey.text("reasoning-effort-field", "reasoning_effort");

	/**
	 * Field that turns thinking on or off, {@code enabled} or {@code disabled} where its
	 * name ends in {@code .type}, else true or false; empty where there is none.
	 */
	static final DialectKey<String> SWITCH_FIELD = DialectKey.text("reasoning-switch-field", "");

	/**
	 * Word that turns thinking on in a field whose name ends in {@code .type}.
	 */
	static final DialectKey<String> SWITCH_ON = DialectKey.text("reasoning-switch-on", "enabled");

	/**
	 * Field of the most tokens to think; empty where there is none.
	 */
	static final DialectKey<String> TOKENS_FIELD = DialectKey.text("reasoning-tokens-field", "");

	/**
	 * Degree of thinking that is sent in every request with tools, or {@code absent}
	 * where such a request must not name one; empty where tools make no difference.
	 */
	static final DialectKey<String> BESIDE_TOOLS = DialectKey.text("reasoning-beside-tools", "");

	private static final String LEFT_OUT = "reasoning";

	/**
	 * The fields of a request.
	 * @param portable the options as far as the model takes them
	 * @param dialect the dialect of the model
	 * @param model the model's name, for the warnings
	 * @param tools whether the request offers tools
	 * @return the fields
	 */
	public static ReasoningFields of(PortableOptions portable, Dialect dialect, String model, boolean tools) {
		ReasoningControl control = portable.accepted().reasoning();
		boolean on = ReasoningScale.isOn(control);
		String besideTools = tools ? dialect.get(BESIDE_TOOLS) : "";
		if (!besideTools.isEmpty() && (on || control == null)) {
			return new ReasoningFields(portable.without(LEFT_OUT, model + " does not take it together with tools"),
					besideTools.equals("absent") ? Map.of() : Map.of(dialect.get(EFFORT_FIELD), besideTools));
		}
		Map<String, Object> values = (control != null) ? values(control, dialect) : Map.of();
		if (on && values.isEmpty()) {
			return new ReasoningFields(portable.without(LEFT_OUT, model + " does not take it"), values);
		}
		boolean thinksAnyway = !on && !values.isEmpty() && !values.containsValue("none")
				&& dialect.get(SWITCH_FIELD).isEmpty();
		return new ReasoningFields(thinksAnyway ? portable.thinkingAnyway(model) : portable, values);
	}

	private static Map<String, Object> values(ReasoningControl control, Dialect dialect) {
		Map<String, Object> values = new TreeMap<>();
		boolean on = ReasoningScale.isOn(control);
		String switchField = dialect.get(SWITCH_FIELD);
		String tokensField = dialect.get(TOKENS_FIELD);
		String effortField = dialect.get(EFFORT_FIELD);
		if (!switchField.isEmpty()) {
			values.put(switchField, switched(switchField, on, dialect));
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

	private static Object switched(String field, boolean on, Dialect dialect) {
		return field.endsWith(".type") ? (on ? dialect.get(SWITCH_ON) : "disabled") : (Object) on;
	}

	/**
	 * Writes the fields.
	 * @param body the object to write them into
	 */
	public void write(JsonBody body) {
		Map<String, Map<String, Object>> objects = new TreeMap<>();
		this.values.forEach((name, value) -> {
			int dot = name.indexOf('.');
			if (dot < 0) {
				body.field(name, value);
			}
			else {
				objects.computeIfAbsent(name.substring(0, dot), (holder) -> new TreeMap<>())
					.put(name.substring(dot + 1), value);
			}
		});
		objects.forEach((holder, inner) -> body.object(holder, (fields) -> inner.forEach(fields::field)));
	}

}
