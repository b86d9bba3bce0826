package io.github.llmspring.wire.anthropic;

import java.util.List;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.Usage;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.AnswerReader;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.FinishReasons;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.TokenCounts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads messages: a whole one holds its content blocks, the frames of a stream hold an
 * empty one and then, block by block, what to add to it.
 */
final class AnthropicAnswerReader implements AnswerReader {

	private static final List<String> FRAMES = List.of("content_block_delta", "content_block_start",
			"content_block_stop", "message_delta", "message_stop", "error");

	private static final String REFUSAL = "refusal";

	private final Answer answer = new Answer();

	private final TokenCounts counts;

	private final ContentBlocks blocks;

	private final ContentPiece piece;

	private String stopReason = "";

	private boolean explained;

	private boolean begun;

	private boolean ended;

	AnthropicAnswerReader(Dialect dialect) {
		this.counts = new TokenCounts(dialect);
		this.blocks = new ContentBlocks(this.answer, dialect.json());
		this.piece = new ContentPiece(dialect.json());
	}

	@Override
	public void read(JsonParser parser, Consumer<ChatEvent> events) {
		String type = null;
		int index = -1;
		this.piece.clear();
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "type" -> type = Json.word(parser, FRAMES);
				case "index" -> index = (value == JsonToken.VALUE_NUMBER_INT) ? parser.getIntValue() : -1;
				case "content_block" -> {
					if (value == JsonToken.START_OBJECT) {
						this.piece.read(parser);
					}
				}
				case "delta" -> delta(parser, events);
				case "message" -> message(parser, events);
				case "error" -> {
					if (value != JsonToken.VALUE_NULL) {
						throw ErrorReported.INSTANCE;
					}
				}
				default -> messageField(name, parser, events);
			}
		}
		if (type != null) {
			frame(type, index, events);
		}
	}

	private void frame(String type, int index, Consumer<ChatEvent> events) {
		switch (type) {
			case "content_block_start" -> {
				this.begun = true;
				this.blocks.start(index, this.piece, events);
			}
			case "content_block_delta" -> this.blocks.add(index, this.piece, events);
			case "message_stop" -> {
				this.blocks.stop();
				this.ended = true;
			}
			case "error" -> throw ErrorReported.INSTANCE;
			default -> this.blocks.stop();
		}
	}

	private void delta(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			if (!this.piece.readField(name, parser)) {
				messageField(name, parser, events);
			}
		}
	}

	private void message(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			messageField(name, parser, events);
		}
	}

	private void messageField(String name, JsonParser parser, Consumer<ChatEvent> events) {
		switch (name) {
			case "id" -> this.answer.id(Json.text(parser));
			case "model" -> this.answer.model(Json.text(parser));
			case "content" -> content(parser, events);
			case "usage" -> this.counts.read(parser);
			case "stop_reason" -> stopReason(Json.text(parser));
			case "stop_details" -> stopDetails(parser);
			default -> parser.skipChildren();
		}
	}

	private void content(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		this.begun = true;
		for (int index = 0; Json.next(parser) != JsonToken.END_ARRAY; index++) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				this.piece.read(parser);
				this.blocks.start(index, this.piece, events);
				this.blocks.stop();
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void stopReason(@Nullable String raw) {
		if (raw != null && !raw.isEmpty()) {
			this.begun = true;
			this.stopReason = raw;
			this.answer.finish(FinishReasons.of(raw), raw);
			if (raw.equals(REFUSAL)) {
				this.answer.details().refuse("");
			}
		}
	}

	/**
	 * A refusal may come with an explanation and without any content. Frames that come
	 * again explain it again.
	 */
	private void stopDetails(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			String text = Json.text(parser);
			if (name.equals("explanation") && text != null && !this.explained) {
				this.explained = true;
				this.answer.warn("The service explains why it stopped: " + text);
				this.answer.details().refuse(text);
			}
			else if (name.equals("category") && text != null) {
				this.answer.details().rate(text, null, true, false);
			}
		}
	}

	@Override
	public boolean begun() {
		return this.begun;
	}

	@Override
	public boolean ended() {
		return this.ended;
	}

	@Override
	public ChatResponse response() {
		if (this.blocks.answered() && FinishReasons.of(this.stopReason) == FinishReason.TOOL_CALLS) {
			this.answer.finish(FinishReason.STOP, this.stopReason);
		}
		return this.answer.response(usage(), this.counts.cost());
	}

	/**
	 * The service counts input that came from or went to its cache apart from other
	 * input; output includes thinking.
	 */
	private Usage usage() {
		Long cacheRead = this.counts.get("cache_read_input_tokens");
		Long cacheWrite = this.counts.get("cache_creation_input_tokens");
		Long input = TokenCounts.sum(this.counts.get("input_tokens"), cacheWrite, cacheRead);
		return new Usage(input, cacheRead, cacheWrite, this.counts.get("output_tokens"),
				this.counts.get("output_tokens_details.thinking_tokens"), this.counts.all());
	}

}
