package io.github.llmspring.wire.openai;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.AnswerReader;
import io.github.llmspring.wire.ContentFilterResults;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DoneMark;
import io.github.llmspring.wire.FinishReasons;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.LogProbabilities;
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

	private final TokenCounts counts;

	private final MessageReader message;

	private @Nullable SearchResults searchResults;

	private boolean begun;

	private boolean done;

	private ChatAnswerReader(Dialect dialect, String messageField) {
		this.dialect = dialect;
		this.counts = new TokenCounts(dialect);
		this.messageField = messageField;
		this.message = new MessageReader(this.answer, dialect, messageField.equals("message"));
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
		this.message.end(events);
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
				case "citations" -> searchResults().addresses(parser);
				case "search_results" -> searchResults().results(parser);
				case "prompt_filter_results" -> ContentFilterResults.readPrompts(parser, this.answer);
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

	private SearchResults searchResults() {
		SearchResults known = (this.searchResults != null) ? this.searchResults : new SearchResults();
		this.searchResults = known;
		return known;
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
				this.message.read(parser, events);
			}
			else if (name.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
				String raw = parser.getString();
				if (!raw.isEmpty()) {
					this.answer.finish(FinishReasons.of(raw), raw);
				}
			}
			else if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT && parser.getIntValue() > 0) {
				skipToEnd(parser);
				return;
			}
			else if (name.equals("logprobs") && value == JsonToken.START_OBJECT) {
				logProbabilities(parser);
			}
			else if (name.equals("content_filter_results")) {
				ContentFilterResults.read(parser, this.answer, false);
			}
			else {
				parser.skipChildren();
			}
		}
		if (this.answer.finished()) {
			end(events);
		}
	}

	/**
	 * Passes over an answer that was asked for beside the first.
	 */
	private static void skipToEnd(JsonParser parser) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			Json.next(parser);
			parser.skipChildren();
		}
	}

	private void logProbabilities(JsonParser parser) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			if (name.equals("content") || name.equals("refusal")) {
				this.answer.logProbabilities(LogProbabilities.read(parser));
			}
			else {
				parser.skipChildren();
			}
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
		this.message.attachReasoningDetails();
		if (this.searchResults != null) {
			this.searchResults.addTo(this.answer);
		}
		if (this.message.refused()) {
			this.answer.finish(FinishReason.CONTENT_FILTER, "refusal");
		}
		else if (this.done && !this.answer.finished() && this.message.callsTools()) {
			this.answer.finish(FinishReason.TOOL_CALLS, null);
		}
		return this.answer.response(ChatUsage.of(this.counts), this.counts.cost());
	}

}
