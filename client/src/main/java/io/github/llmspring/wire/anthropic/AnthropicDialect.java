package io.github.llmspring.wire.anthropic;

import java.util.List;

import io.github.llmspring.wire.DialectKey;

/**
 * In what the speakers of this format and their models differ.
 */
final class AnthropicDialect {

	/**
	 * Path of the calls; {@code {model}} in it stands for the model's name.
	 */
	static final DialectKey<String> PATH = DialectKey.text("messages-path", "/messages");

	/**
	 * Path of calls for a stream; empty where it is the same.
	 */
	static final DialectKey<String> STREAM_PATH = DialectKey.text("messages-stream-path", "");

	/**
	 * Whether the body names the model; where not, the path does.
	 */
	static final DialectKey<Boolean> MODEL_IN_BODY = DialectKey.flag("model-in-body", true);

	/**
	 * Version of the format that the body names; empty where a header names the usual
	 * one.
	 */
	static final DialectKey<String> VERSION_IN_BODY = DialectKey.text("version-in-body", "");

	/**
	 * Whether the service fetches media whose address is given in place of their data.
	 */
	static final DialectKey<Boolean> MEDIA_ADDRESSES = DialectKey.flag("media-addresses", true);

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

	/**
	 * How a model is told to think: {@code budget} with a number of tokens,
	 * {@code adaptive} with a degree, {@code none} where it cannot.
	 */
	static final DialectKey<String> THINKING = DialectKey.text("thinking", "budget");

	/**
	 * Whether a model may be given a budget to think amid a turn, between calls of tools,
	 * that it did not begin with thinking; as after a swap from another service.
	 */
	static final DialectKey<Boolean> THINKING_AMID_TURN = DialectKey.flag("thinking-amid-turn", true);

	/**
	 * Keywords of a schema that the service does not enforce and rejects.
	 */
	static final DialectKey<List<?>> UNENFORCED_KEYWORDS = DialectKey.list("unenforced-keywords", "minimum", "maximum",
			"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems",
			"maxItems", "uniqueItems", "minProperties", "maxProperties");

	private AnthropicDialect() {
	}

}
