package io.github.llmspring.wire.bedrock;

import java.util.List;

import io.github.llmspring.wire.DialectKey;

/**
 * In what the models of this format differ.
 */
final class BedrockDialect {

	/**
	 * Whether the rules of the conversation stand apart; where not, they begin the first
	 * turn.
	 */
	static final DialectKey<Boolean> SYSTEM_INSTRUCTION = DialectKey.flag("system-instruction", true);

	/**
	 * Whether a model is told to think by a number of tokens, which has to be less than
	 * the limit of the answer.
	 */
	static final DialectKey<Boolean> THINKING_BUDGET = DialectKey.flag("thinking-budget", false);

	/**
	 * Most tokens to think where a degree is asked for and the answer has no limit of the
	 * caller's: they have to stay below the most that the model can make.
	 */
	static final DialectKey<Integer> MOST_THINKING = new DialectKey<>("most-thinking", Integer.class, 24_576);

	/**
	 * How long the ids of tool calls have to be, letters and digits only; 0 where any of
	 * the usual form will do.
	 */
	static final DialectKey<Integer> TOOL_CALL_ID_LENGTH = new DialectKey<>("tool-call-id-length", Integer.class, 0);

	/**
	 * Where a model takes cache marks: {@code all}, {@code messages} for all but the
	 * tools, {@code none}.
	 */
	static final DialectKey<String> CACHE_POINTS = DialectKey.text("cache-points", "none");

	/**
	 * Keywords of a schema that the service does not enforce and rejects.
	 */
	static final DialectKey<List<?>> UNENFORCED_KEYWORDS = DialectKey.list("unenforced-keywords", "minimum", "maximum",
			"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems",
			"maxItems", "uniqueItems", "minProperties", "maxProperties");

	private BedrockDialect() {
	}

}
