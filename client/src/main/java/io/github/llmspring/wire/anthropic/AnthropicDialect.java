package io.github.llmspring.wire.anthropic;

import io.github.llmspring.wire.DialectKey;

/**
 * In what the speakers of this format and their models differ.
 */
final class AnthropicDialect {

	/**
	 * Limit of the answer's tokens where the request sets none: the format requires one,
	 * so the best choice is the most that the model can make.
	 * <p>
	 * The default of 4096 suits every model. A preset raises it by rules for models:
	 * 128000 from Opus 4.6 and the fifth generation on, 64000 for the 4.5 generation,
	 * 32000 for Opus 4.1.
	 */
	static final DialectKey<Integer> DEFAULT_MAX_OUTPUT_TOKENS = new DialectKey<>("default-max-output-tokens",
			Integer.class, 4096);

	private AnthropicDialect() {
	}

}
