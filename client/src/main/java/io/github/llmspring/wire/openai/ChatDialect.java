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
	 * Path of the calls; {@code {model}} in it stands for the model's name.
	 */
	static final DialectKey<String> PATH = DialectKey.text("path", "/chat/completions");

	/**
	 * Field of the share of the likeliest words.
	 */
	static final DialectKey<String> TOP_P_FIELD = DialectKey.text("top-p-field", "top_p");

	/**
	 * Field of the texts that end an answer.
	 */
	static final DialectKey<String> STOP_FIELD = DialectKey.text("stop-field", "stop");

	/**
	 * Highest temperature that the service takes.
	 */
	static final DialectKey<Double> MOST_TEMPERATURE = new DialectKey<>("most-temperature", Double.class,
			Double.MAX_VALUE);

	/**
	 * Word that leaves the choice of a tool to the model; empty where that is said by
	 * saying nothing.
	 */
	static final DialectKey<String> FREE_CHOICE = DialectKey.text("free-choice", "auto");

	/**
	 * Word that makes a model call a tool.
	 */
	static final DialectKey<String> FORCED_CHOICE = DialectKey.text("forced-choice", "required");

	/**
	 * Word that forbids calls; empty where no tools are to be sent then.
	 */
	static final DialectKey<String> FORBIDDEN_CHOICE = DialectKey.text("forbidden-choice", "none");

	/**
	 * Whether a tool can be chosen by its name; where not, it alone is offered, and a
	 * call is forced.
	 */
	static final DialectKey<Boolean> NAMED_CHOICE = DialectKey.flag("named-choice", true);

	/**
	 * How long the ids of tool calls have to be, letters and digits only; 0 where any
	 * will do.
	 */
	static final DialectKey<Integer> TOOL_CALL_ID_LENGTH = new DialectKey<>("tool-call-id-length", Integer.class, 0);

	/**
	 * Whether the result of a tool tells the tool's name.
	 */
	static final DialectKey<Boolean> TOOL_RESULT_NAME = DialectKey.flag("tool-result-name", false);

	/**
	 * Whether a turn of the model with nothing but calls has a content that is null;
	 * where not, it is empty.
	 */
	static final DialectKey<Boolean> NULL_CONTENT = DialectKey.flag("null-content", true);

	/**
	 * Whether a turn of the model that it is to go on with has to be marked as one.
	 */
	static final DialectKey<Boolean> MARKED_PREFIX = DialectKey.flag("marked-prefix", false);

	/**
	 * Parts by which media can be sent.
	 */
	static final DialectKey<List<?>> MEDIA_PARTS = DialectKey.list("media-parts", "image_url", "input_audio", "file");

	/**
	 * What the part of the content holds in which earlier reasoning is sent back:
	 * {@code text}, or {@code parts} of text; empty where there is no such part.
	 */
	static final DialectKey<String> REASONING_REPLAY_PART = DialectKey.text("reasoning-replay-part", "");

	/**
	 * Whether a schema of the answer has a name and settings beside it; where not, it
	 * stands by itself in a request for JSON.
	 */
	static final DialectKey<Boolean> NAMED_SCHEMA = DialectKey.flag("named-schema", true);

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
	 * Whether the service fetches a file whose address is given in place of its data.
	 */
	static final DialectKey<Boolean> FILE_ADDRESSES = DialectKey.flag("file-addresses", false);

	private ChatDialect() {
	}

}
