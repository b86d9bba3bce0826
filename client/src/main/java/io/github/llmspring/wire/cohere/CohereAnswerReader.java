package io.github.llmspring.wire.cohere;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Usage;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.AnswerReader;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DoneMark;
import io.github.llmspring.wire.FinishReasons;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.TokenCounts;
import io.github.llmspring.wire.ToolCallFragments;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads chat: a whole answer holds lists of contents and calls, an event of a stream one
 * content or one call, or a piece of it, at the same place.
 */
final class CohereAnswerReader implements AnswerReader {

	private final Answer answer = new Answer();

	private final TokenCounts counts = new TokenCounts();

	private final ToolCallFragments toolCalls;

	private final Json json;

	private boolean begun;

	CohereAnswerReader(Dialect dialect, boolean whole) {
		this.json = dialect.json();
		this.toolCalls = new ToolCallFragments(this.answer, dialect.json(), whole);
	}

	@Override
	public boolean isEndMark(byte[] bytes, int from, int to) {
		return DoneMark.is(bytes, from, to);
	}

	@Override
	public void read(JsonParser parser, Consumer<ChatEvent> events) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "id" -> {
					if (!this.answer.hasId()) {
						this.answer.id(Json.text(parser));
					}
				}
				case "delta" -> {
					if (value == JsonToken.START_OBJECT) {
						read(parser, events);
					}
				}
				case "message" -> message(parser, events);
				case "finish_reason" -> finish(parser);
				case "usage" -> this.counts.read(parser);
				case "error" -> {
					if (value != JsonToken.VALUE_NULL) {
						throw ErrorReported.INSTANCE;
					}
				}
				default -> parser.skipChildren();
			}
		}
	}

	private void finish(JsonParser parser) {
		String raw = Json.text(parser);
		if (raw != null && !raw.isEmpty()) {
			this.begun = true;
			this.answer.finish(FinishReasons.of(raw), raw);
		}
	}

	/**
	 * The plan to call tools is thinking aloud.
	 */
	private void message(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		this.begun = true;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			switch (name) {
				case "tool_plan" -> this.answer.reasoning(text(parser), events);
				case "content" -> contents(parser, events);
				case "tool_calls" -> this.toolCalls.read(parser, events);
				case "citations" -> cite(this.json.tree(parser));
				default -> parser.skipChildren();
			}
		}
	}

	private void cite(JsonNode citations) {
		if (citations.isArray()) {
			citations.forEach(this::cite);
		}
		else {
			CitationReader.read(citations).forEach((annotation) -> annotation.addTo(this.answer));
		}
	}

	private static String text(JsonParser parser) {
		String text = Json.text(parser);
		return (text != null) ? text : "";
	}

	private void contents(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			content(parser, events);
		}
		else if (parser.currentToken() == JsonToken.START_ARRAY) {
			while (Json.next(parser) != JsonToken.END_ARRAY) {
				contents(parser, events);
			}
		}
	}

	/**
	 * Only the beginning of a content tells its type.
	 */
	private void content(JsonParser parser, Consumer<ChatEvent> events) {
		String text = "";
		String thinking = "";
		boolean begins = false;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			switch (name) {
				case "text" -> text = text(parser);
				case "thinking" -> thinking = text(parser);
				case "type" -> begins = true;
				default -> parser.skipChildren();
			}
		}
		if (begins) {
			this.answer.endPart();
		}
		this.answer.reasoning(thinking, events);
		this.answer.text(text, events);
	}

	@Override
	public boolean begun() {
		return this.begun;
	}

	@Override
	public boolean ended() {
		return this.answer.finished();
	}

	@Override
	public ChatResponse response() {
		return this.answer.response(usage());
	}

	/**
	 * What the model read and wrote, not what is billed: the service's own words are
	 * counted but cost nothing.
	 */
	private Usage usage() {
		return new Usage(this.counts.get("tokens.input_tokens"), this.counts.get("cached_tokens"), null,
				this.counts.get("tokens.output_tokens"), this.counts.get("tokens.reasoning_tokens"), this.counts.all());
	}

}
