package io.github.llmspring.wire.gemini;

import io.github.llmspring.wire.DialectKey;

/**
 * In what the speakers of this format and their models differ.
 */
final class GeminiDialect {

	/**
	 * Whether system prompts have a field of their own; where not, as with Gemma, they go
	 * before what the user says first.
	 */
	static final DialectKey<Boolean> SYSTEM_INSTRUCTION = DialectKey.flag("system-instruction", true);

	/**
	 * Whether tool calls and their results are sent with ids. Vertex AI knows them by
	 * name and order alone.
	 */
	static final DialectKey<Boolean> TOOL_CALL_IDS = DialectKey.flag("tool-call-ids", true);

	/**
	 * Signature for the first tool call of a turn that has none, because another service
	 * made it; empty where none is needed.
	 * <p>
	 * Gemini 3 rejects such a call unless its signature is the word
	 * {@code skip_thought_signature_validator}; a preset says so by a rule for models.
	 */
	static final DialectKey<String> UNSIGNED_CALL_SIGNATURE = DialectKey.text("unsigned-call-signature", "");

	/**
	 * How a model is told to think: {@code budget} with a number of tokens, {@code level}
	 * with a degree, {@code none} where it cannot.
	 */
	static final DialectKey<String> THINKING = DialectKey.text("thinking", "level");

	/**
	 * Least tokens to think of a model that is told a number; 0 where it can do without.
	 */
	static final DialectKey<Integer> LEAST_THINKING = new DialectKey<>("least-thinking", Integer.class, 0);

	/**
	 * Most tokens to think of a model that is told a number.
	 */
	static final DialectKey<Integer> MOST_THINKING = new DialectKey<>("most-thinking", Integer.class, 24_576);

	private GeminiDialect() {
	}

}
