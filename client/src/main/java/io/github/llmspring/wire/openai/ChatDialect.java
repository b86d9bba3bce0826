package io.github.llmspring.wire.openai;

import io.github.llmspring.wire.DialectKey;

/**
 * In what the speakers of chat completions differ.
 */
final class ChatDialect {

	/**
	 * Field that limits the tokens of the answer.
	 */
	static final DialectKey<String> TOKEN_LIMIT_FIELD = DialectKey.text("token-limit-field", "max_tokens");

	/**
	 * Role of system messages.
	 */
	static final DialectKey<String> SYSTEM_ROLE = DialectKey.text("system-role", "system");

	/**
	 * Field of the seed.
	 */
	static final DialectKey<String> SEED_FIELD = DialectKey.text("seed-field", "seed");

	/**
	 * Whether a stream tells its usage only when asked to.
	 */
	static final DialectKey<Boolean> ASK_STREAM_USAGE = DialectKey.flag("ask-stream-usage", true);

	/**
	 * Field of a chunk that holds the usage beside or instead of the chunk itself.
	 */
	static final DialectKey<String> USAGE_HOLDER = DialectKey.text("usage-holder", "");

	/**
	 * Whether text that begins with a think tag is reasoning up to the closing tag.
	 */
	static final DialectKey<Boolean> THINK_TAGS = DialectKey.flag("think-tags", true);

	/**
	 * Field in which earlier reasoning is sent back; empty where it is not.
	 */
	static final DialectKey<String> REASONING_REPLAY_FIELD = DialectKey.text("reasoning-replay-field", "");

	/**
	 * Whether that field is missed where there is no earlier reasoning, as in turns of
	 * other services.
	 */
	static final DialectKey<Boolean> REASONING_REPLAY_REQUIRED = DialectKey.flag("reasoning-replay-required", false);

	/**
	 * Whether answers hold {@code reasoning_details} and want them back.
	 */
	static final DialectKey<Boolean> REASONING_DETAILS = DialectKey.flag("reasoning-details", false);

	/**
	 * Field of the degree of thinking; empty where there is none.
	 */
	static final DialectKey<String> REASONING_EFFORT_FIELD = DialectKey.text("reasoning-effort-field",
			"reasoning_effort");

	/**
	 * Field that turns thinking on or off, {@code enabled} or {@code disabled} where its
	 * name ends in {@code .type}, else true or false; empty where there is none.
	 */
	static final DialectKey<String> REASONING_SWITCH_FIELD = DialectKey.text("reasoning-switch-field", "");

	/**
	 * Field of the most tokens to think; empty where there is none.
	 */
	static final DialectKey<String> REASONING_TOKENS_FIELD = DialectKey.text("reasoning-tokens-field", "");

	/**
	 * Degree of thinking that is sent in every request with tools, or {@code absent}
	 * where such a request must not name one; empty where tools make no difference.
	 */
	static final DialectKey<String> REASONING_BESIDE_TOOLS = DialectKey.text("reasoning-beside-tools", "");

	/**
	 * Whether the service fetches a file whose address is given in place of its data.
	 */
	static final DialectKey<Boolean> FILE_ADDRESSES = DialectKey.flag("file-addresses", false);

	private ChatDialect() {
	}

}
