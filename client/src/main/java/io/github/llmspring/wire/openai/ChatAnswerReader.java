package io.github.llmspring.wire.openai;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.AnswerReader;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DoneMark;
import io.github.llmspring.wire.FinishReasons;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.TokenCounts;
import io.github.llmspring.wire.ToolCallFragments;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads answers of chat completions: a whole one holds a {@code message}, a chunk of a
 * stream a {@code delta}, alike in all else.
 */
final class ChatAnswerReader implements AnswerReader {

	private final Dialect dialect;

	private final String messageField;

	private final Answer answer = new Answer();

	private final TokenCounts counts = new TokenCounts();

	private final ToolCallFragments toolCalls;

	private final @Nullable ThinkTags thinkTags;

	private final @Nullable ReasoningDetails reasoningDetails;

	private boolean begun;

	private boolean done;

	private boolean refused;

	private ChatAnswerReader(Dialect dialect, String messageField) {
		this.dialect = dialect;
		this.messageField = messageField;
		this.toolCalls = new ToolCallFragments(this.answer, dialect.json(), messageField.equals("message"));
		this.thinkTags = dialect.get(ChatDialect.THINK_TAGS) ? new ThinkTags(this.answer) : null;
		this.reasoningDetails = dialect.get(ChatDialect.REASONING_DETAILS)
				? new ReasoningDetails(dialect.json(), messageField.equals("message")) : null;
	}

	static ChatAnswerReader ofWhole(Dialect dialect) {
		ChatAnswerReader reader = new ChatAnswerReader(dialect, "message");
		reader.done = true;
		return reader;
	}

	static ChatAnswerReader ofStream(Dialect dialect) {
		return new ChatAnswerReader(dialect, "delta");
	}

	@Override
	public boolean isEndMark(byte[] bytes, int from, int to) {
		boolean mark = DoneMark.is(bytes, from, to);
		this.done |= mark;
		return mark;
	}

	@Override
	public void end(Consumer<ChatEvent> events) {
		if (this.thinkTags != null) {
			this.thinkTags.end(events);
		}
	}

	@Override
	public void read(JsonParser parser, Consumer<ChatEvent> events) {
		String usageHolder = this.dialect.get(ChatDialect.USAGE_HOLDER);
		boolean failed = false;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "choices" -> {
					if (failed) {
						parser.skipChildren();
					}
					else {
						choices(parser, events);
					}
				}
				case "usage" -> this.counts.read(parser);
				case "id" -> {
					if (!this.answer.hasId()) {
						this.answer.id(Json.text(parser));
					}
				}
				case "model" -> {
					if (!this.answer.hasModel()) {
						this.answer.model(Json.text(parser));
					}
				}
				case "error" -> {
					failed = value != JsonToken.VALUE_NULL;
					parser.skipChildren();
				}
				default -> {
					if (name.equals(usageHolder)) {
						usageHolder(parser);
					}
					else {
						parser.skipChildren();
					}
				}
			}
		}
		if (failed) {
			throw ErrorReported.INSTANCE;
		}
	}

	private void usageHolder(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			boolean usage = parser.currentName().equals("usage");
			Json.next(parser);
			if (usage) {
				this.counts.read(parser);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void choices(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		boolean first = true;
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (first && parser.currentToken() == JsonToken.START_OBJECT) {
				choice(parser, events);
			}
			else {
				parser.skipChildren();
			}
			first = false;
		}
	}

	private void choice(JsonParser parser, Consumer<ChatEvent> events) {
		this.begun = true;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			if (name.equals(this.messageField) && value == JsonToken.START_OBJECT) {
				message(parser, events);
			}
			else if (name.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
				String raw = parser.getString();
				if (!raw.isEmpty()) {
					this.answer.finish(FinishReasons.of(raw), raw);
				}
			}
			else {
				parser.skipChildren();
			}
		}
		if (this.answer.finished()) {
			end(events);
		}
	}

	private void message(JsonParser parser, Consumer<ChatEvent> events) {
		String content = null;
		String reasoning = null;
		String alternateReasoning = null;
		String refusal = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "content" -> {
					if (value == JsonToken.START_ARRAY) {
						contentParts(parser, events);
					}
					else {
						content = Json.text(parser);
					}
				}
				case "reasoning_content" -> reasoning = Json.text(parser);
				case "reasoning" -> alternateReasoning = Json.text(parser);
				case "refusal" -> refusal = Json.text(parser);
				case "tool_calls" -> this.toolCalls.read(parser, events);
				case "reasoning_details" -> reasoningDetails(parser);
				default -> parser.skipChildren();
			}
		}
		String thinking = (reasoning != null && !reasoning.isEmpty()) ? reasoning : alternateReasoning;
		if (thinking != null) {
			this.answer.reasoning(thinking, events);
		}
		if (content != null) {
			text(content, events);
		}
		if (refusal != null && !refusal.isEmpty()) {
			this.refused = true;
			this.answer.text(refusal, events);
		}
	}

	private void reasoningDetails(JsonParser parser) {
		if (this.reasoningDetails != null) {
			this.reasoningDetails.read(parser);
		}
		else {
			parser.skipChildren();
		}
	}

	private void text(String text, Consumer<ChatEvent> events) {
		if (this.thinkTags != null) {
			this.thinkTags.text(text, events);
		}
		else {
			this.answer.text(text, events);
		}
	}

	private void contentParts(JsonParser parser, Consumer<ChatEvent> events) {
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.VALUE_STRING) {
				text(parser.getString(), events);
			}
			else if (parser.currentToken() == JsonToken.START_OBJECT) {
				contentPart(parser, events);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void contentPart(JsonParser parser, Consumer<ChatEvent> events) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			if (name.equals("text") && value == JsonToken.VALUE_STRING) {
				text(parser.getString(), events);
			}
			else if (name.equals("thinking") && value == JsonToken.START_ARRAY) {
				thinkingParts(parser, events);
			}
			else if (name.equals("thinking") && value == JsonToken.VALUE_STRING) {
				this.answer.reasoning(parser.getString(), events);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void thinkingParts(JsonParser parser, Consumer<ChatEvent> events) {
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
					thinkingField(parser, events);
				}
			}
		}
	}

	private void thinkingField(JsonParser parser, Consumer<ChatEvent> events) {
		boolean text = parser.currentName().equals("text");
		if (Json.next(parser) == JsonToken.VALUE_STRING && text) {
			this.answer.reasoning(parser.getString(), events);
		}
		else {
			parser.skipChildren();
		}
	}

	@Override
	public boolean begun() {
		return this.begun;
	}

	@Override
	public boolean ended() {
		return this.done || this.answer.finished();
	}

	@Override
	public ChatResponse response() {
		end((event) -> {
		});
		ProviderData details = (this.reasoningDetails != null) ? this.reasoningDetails.toProviderData() : null;
		if (details != null) {
			this.answer.reasoningData(details);
		}
		if (this.refused) {
			this.answer.finish(FinishReason.CONTENT_FILTER, "refusal");
		}
		else if (this.done && !this.answer.finished() && !this.toolCalls.isEmpty()) {
			this.answer.finish(FinishReason.TOOL_CALLS, null);
		}
		return this.answer.response(ChatUsage.of(this.counts));
	}

}
