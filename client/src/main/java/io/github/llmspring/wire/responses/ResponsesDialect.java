package io.github.llmspring.wire.responses;

import io.github.llmspring.wire.DialectKey;

/**
 * In what the speakers of this format differ.
 */
final class ResponsesDialect {

	/**
	 * Path of the calls.
	 */
	static final DialectKey<String> PATH = DialectKey.text("responses-path", "/responses");

	/**
	 * Role of system messages that stand between other messages.
	 */
	static final DialectKey<String> SYSTEM_ROLE = DialectKey.text("system-role", "system");

	/**
	 * Whether to ask for reasoning in encrypted form. Servers that show their reasoning
	 * have no such form; most ignore the wish, some reject it. OpenAI rejects it for a
	 * model that does not reason.
	 */
	static final DialectKey<Boolean> ENCRYPTED_REASONING = DialectKey.flag("encrypted-reasoning", false);

	/**
	 * Kind of summary to ask for where a model is told to think; empty where it gives
	 * none.
	 */
	static final DialectKey<String> REASONING_SUMMARY = DialectKey.text("reasoning-summary", "");

	/**
	 * Lowest limit of the answer's tokens that the service takes.
	 */
	static final DialectKey<Integer> MIN_OUTPUT_TOKENS = new DialectKey<>("min-output-tokens", Integer.class, 16);

	private ResponsesDialect() {
	}

}
