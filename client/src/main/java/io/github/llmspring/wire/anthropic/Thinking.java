package io.github.llmspring.wire.anthropic;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningScale;
import org.jspecify.annotations.Nullable;

/**
 * How much a model is told to think, and the limit of the answer's tokens that goes with
 * it: thinking counts as part of the answer.
 *
 * @param options the options, without the control where it cannot be told
 * @param maxTokens the limit of the answer's tokens
 * @param fields the fields of the object {@code thinking}, none where nothing is said
 * @param effort the degree of thinking, or {@code null}
 */
record Thinking(PortableOptions options, int maxTokens, Map<String, Object> fields, @Nullable String effort) {

	private static final int LEAST_BUDGET = 1024;

	private static final int ROOM_FOR_THE_ANSWER = 4096;

	/**
	 * Settles how much to think.
	 * @param options the options
	 * @param dialect the dialect of the model
	 * @param model the model's name, for the warnings
	 * @param tooLate whether the model is amid a turn that it cannot have begun with
	 * thinking
	 */
	static Thinking of(PortableOptions options, Dialect dialect, String model, boolean tooLate) {
		ReasoningControl control = options.accepted().reasoning();
		String kind = dialect.get(AnthropicDialect.THINKING);
		int limit = limit(options.accepted(), dialect);
		if (control == null) {
			return new Thinking(options, limit, Map.of(), null);
		}
		if (!ReasoningScale.isOn(control)) {
			return new Thinking(options, limit, kind.equals("none") ? Map.of() : Map.of("type", "disabled"), null);
		}
		if (kind.equals("none")) {
			return new Thinking(options.without("reasoning", model + " does not take it"), limit, Map.of(), null);
		}
		if (kind.equals("adaptive")) {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("type", "adaptive");
			fields.put("display", "summarized");
			return new Thinking(options, limit, fields,
					ReasoningScale.word(control, dialect.get(DialectKey.REASONING_EFFORTS)));
		}
		if (tooLate) {
			return new Thinking(
					options.without("reasoning", "the turn under way was not begun with thinking of " + model), limit,
					Map.of(), null);
		}
		return withBudget(options, control, limit);
	}

	private static int limit(ChatOptions options, Dialect dialect) {
		return (options.maxOutputTokens() != null) ? options.maxOutputTokens()
				: dialect.get(AnthropicDialect.DEFAULT_MAX_OUTPUT_TOKENS);
	}

	/**
	 * A limit of the caller stands and the budget has to fit into it; a limit of ours
	 * gives way to a budget of the caller.
	 */
	private static Thinking withBudget(PortableOptions options, ReasoningControl control, int limit) {
		boolean ownLimit = options.accepted().maxOutputTokens() == null;
		if (!ownLimit && limit <= LEAST_BUDGET) {
			return new Thinking(options.without("reasoning", "it needs more than " + LEAST_BUDGET + " output tokens"),
					limit, Map.of(), null);
		}
		int asked = Math.max(LEAST_BUDGET, ReasoningScale.tokens(control));
		int wanted = (control.tokens() != null) ? asked : Math.min(asked,
				Math.max(ReasoningScale.tokens(ReasoningControl.of(ReasoningControl.Effort.HIGH)), limit / 4 * 3));
		int maxTokens = ownLimit ? Math.max(limit, wanted + ROOM_FOR_THE_ANSWER) : limit;
		int budget = Math.min(wanted, Math.max(LEAST_BUDGET, maxTokens - ROOM_FOR_THE_ANSWER));
		PortableOptions told = (control.tokens() == null || budget == wanted) ? options
				: options.weakened(
						"The budget of " + wanted + " tokens to think was lowered to " + budget
								+ ": it has to fit into the limit of output tokens.",
						"the budget of " + wanted + " tokens to think does not fit into the limit of output tokens");
		return new Thinking(told, maxTokens, Map.of("type", "enabled", "budget_tokens", budget), null);
	}

	/**
	 * Whether the model is not asked to think.
	 * @return whether thinking is off, as far as it is told
	 */
	boolean isOff() {
		return this.fields.isEmpty() || "disabled".equals(this.fields.get("type"));
	}

}
