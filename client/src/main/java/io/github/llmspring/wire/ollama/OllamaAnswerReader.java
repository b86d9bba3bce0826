package io.github.llmspring.wire.ollama;

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
import io.github.llmspring.wire.LogProbabilities;
import io.github.llmspring.wire.TokenCounts;
import io.github.llmspring.wire.ToolCallFragments;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads native chat: a whole answer is the only line of a stream, and what a line's
 * message holds comes on top of what the lines before held.
 */
final class OllamaAnswerReader implements AnswerReader {

	private static final String INPUT = "prompt_eval_count";

	private static final String OUTPUT = "eval_count";

	private final Answer answer = new Answer();

	private final TokenCounts counts = new TokenCounts();

	private final ToolCallFragments toolCalls;

	private boolean begun;

	private boolean done;

	OllamaAnswerReader(Dialect dialect) {
		this.toolCalls = new ToolCallFragments(this.answer, dialect.json(), true);
	}

	@Override
	public void read(JsonParser parser, Consumer<ChatEvent> events) {
		String reason = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "model" -> {
					if (!this.answer.hasModel()) {
						this.answer.model(Json.text(parser));
					}
				}
				case "message" -> message(parser, events);
				case "logprobs" -> this.answer.logProbabilities(LogProbabilities.read(parser));
				case "done" -> this.done |= value == JsonToken.VALUE_TRUE;
				case "done_reason" -> reason = Json.text(parser);
				case INPUT, OUTPUT -> this.counts.read(name, parser);
				case "error" -> {
					if (value != JsonToken.VALUE_NULL) {
						throw ErrorReported.INSTANCE;
					}
				}
				default -> parser.skipChildren();
			}
		}
		if (this.done) {
			finish(reason);
		}
	}

	/**
	 * Very old servers do not tell why they stopped.
	 */
	private void finish(@Nullable String reason) {
		boolean told = reason != null && !reason.isEmpty();
		this.answer.finish(told ? FinishReasons.of(reason) : FinishReason.STOP, told ? reason : null);
	}

	private void message(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		this.begun = true;
		String content = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			switch (name) {
				case "content" -> content = Json.text(parser);
				case "thinking" -> {
					String thinking = Json.text(parser);
					if (thinking != null) {
						this.answer.reasoning(thinking, events);
					}
				}
				case "tool_calls" -> {
					add(content, events);
					content = null;
					this.toolCalls.read(parser, events);
				}
				default -> parser.skipChildren();
			}
		}
		add(content, events);
	}

	/**
	 * Text stands before thinking in a message that has both, but comes after it.
	 */
	private void add(@Nullable String content, Consumer<ChatEvent> events) {
		if (content != null) {
			this.answer.text(content, events);
		}
	}

	@Override
	public boolean begun() {
		return this.begun;
	}

	@Override
	public boolean ended() {
		return this.done;
	}

	@Override
	public ChatResponse response() {
		return this.answer.response(usage());
	}

	/**
	 * The service leaves out counts that are 0.
	 */
	private Usage usage() {
		return new Usage(count(INPUT), null, null, count(OUTPUT), null, this.counts.all());
	}

	private @Nullable Long count(String name) {
		Long count = this.counts.get(name);
		return (count == null && this.done) ? Long.valueOf(0) : count;
	}

}
