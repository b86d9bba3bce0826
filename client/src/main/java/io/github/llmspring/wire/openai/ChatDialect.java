package io.github.llmspring.wire.openai;

import java.util.List;

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
	 * Whether answers hold {@code reasoning_details} and want them back.
	 */
	static final DialectKey<Boolean> REASONING_DETAILS = DialectKey.flag("reasoning-details", false);

	/**
	 * Whether a schema of the answer is sent by the strict rules, so that the service
	 * guarantees it; where not, it is sent as it is.
	 */
	static final DialectKey<Boolean> STRICT_SCHEMA = DialectKey.flag("strict-schema", false);

	/**
	 * Keywords of a schema that the strict rules do not take.
	 */
	static final DialectKey<List<?>> UNENFORCED_KEYWORDS = DialectKey.list("unenforced-keywords", "minLength",
			"maxLength", "minProperties", "maxProperties", "uniqueItems", "default");

	private ChatDialect() {
	}

}
