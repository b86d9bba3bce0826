package io.github.llmspring.wire.responses;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.Usage;
import io.github.llmspring.wire.Annotation;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.AnswerReader;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DoneMark;
import io.github.llmspring.wire.FinishReasons;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.LogProbabilities;
import io.github.llmspring.wire.TokenCounts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads responses: a whole one holds its output items, the events of a stream build them
 * up and end with the same response.
 * <p>
 * What an event means is told by its {@code type}, which may come last in it.
 */
final class ResponsesAnswerReader implements AnswerReader {

	private static final String ITEM_ADDED = "response.output_item.added";

	private static final String ITEM_DONE = "response.output_item.done";

	private static final String ANNOTATION_ADDED = "response.output_text.annotation.added";

	private static final String COMPLETED = "response.completed";

	private static final String INCOMPLETE = "response.incomplete";

	private static final String FAILED = "response.failed";

	private static final List<String> EVENTS = List.of(OutputItems.TEXT_DELTA, OutputItems.REASONING_DELTA,
			OutputItems.SUMMARY_DELTA, OutputItems.ARGUMENTS_DELTA, OutputItems.REFUSAL_DELTA,
			OutputItems.ARGUMENTS_DONE, ANNOTATION_ADDED, ITEM_ADDED, ITEM_DONE, COMPLETED, INCOMPLETE, FAILED,
			"error");

	private final boolean stream;

	private final Json json;

	private final Answer answer = new Answer();

	private final TokenCounts counts;

	private final OutputItem item;

	private final OutputItems items = new OutputItems(this.answer);

	private @Nullable String status;

	private @Nullable String incompleteReason;

	private boolean begun;

	private boolean failed;

	private boolean ended;

	private ResponsesAnswerReader(Dialect dialect, boolean stream) {
		this.json = dialect.json();
		this.counts = new TokenCounts(dialect);
		this.item = new OutputItem(dialect.json());
		this.stream = stream;
	}

	static ResponsesAnswerReader ofWhole(Dialect dialect) {
		return new ResponsesAnswerReader(dialect, false);
	}

	static ResponsesAnswerReader ofStream(Dialect dialect) {
		return new ResponsesAnswerReader(dialect, true);
	}

	/**
	 * Some services append the end mark of chat completions; the answer ended before it.
	 */
	@Override
	public boolean isEndMark(byte[] bytes, int from, int to) {
		return DoneMark.is(bytes, from, to);
	}

	@Override
	public void read(JsonParser parser, Consumer<ChatEvent> events) {
		if (this.ended) {
			parser.skipChildren();
		}
		else if (this.stream) {
			event(parser, events);
		}
		else {
			response(parser, events);
			end();
		}
	}

	private void event(JsonParser parser, Consumer<ChatEvent> events) {
		String type = null;
		String piece = "";
		List<TokenLogProbability> tokens = List.of();
		Annotation annotation = null;
		int index = 0;
		int part = 0;
		this.status = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "type" -> type = Json.word(parser, EVENTS);
				case "delta", "arguments" -> piece = Objects.requireNonNullElse(Json.text(parser), "");
				case "output_index" -> index = (value == JsonToken.VALUE_NUMBER_INT) ? parser.getIntValue() : 0;
				case "item" -> this.item.read(parser);
				case "content_index" -> part = (value == JsonToken.VALUE_NUMBER_INT) ? parser.getIntValue() : 0;
				case "annotation" -> annotation = Annotation.of(this.json.tree(parser));
				case "logprobs" -> tokens = LogProbabilities.read(parser);
				case "response" -> response(parser, events);
				case "error" -> error(parser);
				default -> parser.skipChildren();
			}
		}
		if (this.failed || "error".equals(type)) {
			throw ErrorReported.INSTANCE;
		}
		if (type != null) {
			event(type, index, piece, events);
			details(type, index, tokens, (part == 0) ? annotation : null);
		}
	}

	/**
	 * Adds details that come before their item is done. A place in a part that is not the
	 * first is left to the item, which tells what stands before.
	 */
	private void details(String type, int index, List<TokenLogProbability> tokens, @Nullable Annotation annotation) {
		if (type.equals(OutputItems.TEXT_DELTA)) {
			this.items.logProbabilities(index, tokens);
		}
		else if (annotation != null && type.equals(ANNOTATION_ADDED)) {
			this.items.annotate(index, annotation);
		}
	}

	private void event(String type, int index, String piece, Consumer<ChatEvent> events) {
		switch (type) {
			case ITEM_ADDED -> this.items.begin(index, this.item, events);
			case ITEM_DONE -> this.items.end(index, this.item, events);
			case COMPLETED, INCOMPLETE, FAILED -> {
				this.status = (this.status != null) ? this.status : type.substring(type.indexOf('.') + 1);
				end();
			}
			default -> this.items.add(type, index, piece, events);
		}
	}

	private void response(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			switch (name) {
				case "id" -> this.answer.id(Json.text(parser));
				case "model" -> this.answer.model(Json.text(parser));
				case "status" -> this.status = Json.text(parser);
				case "incomplete_details" -> incompleteDetails(parser);
				case "output" -> output(parser, events);
				case "usage" -> this.counts.read(parser);
				case "error" -> error(parser);
				case "content_filters" -> ContentFilters.read(parser, this.answer, this.json);
				default -> parser.skipChildren();
			}
		}
	}

	/**
	 * Notes an error; it is reported once all else of the answer is read.
	 */
	private void error(JsonParser parser) {
		this.failed |= parser.currentToken() != JsonToken.VALUE_NULL;
		parser.skipChildren();
	}

	/**
	 * Reads the items of a whole response. The response at the end of a stream repeats
	 * items that came before, or leaves them out.
	 */
	private void output(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_ARRAY || !this.items.isEmpty()) {
			parser.skipChildren();
			return;
		}
		this.begun = true;
		for (int index = 0; Json.next(parser) != JsonToken.END_ARRAY; index++) {
			this.item.read(parser);
			this.items.end(index, this.item, events);
		}
	}

	private void incompleteDetails(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			boolean reason = parser.currentName().equals("reason");
			Json.next(parser);
			String text = Json.text(parser);
			this.incompleteReason = reason ? text : this.incompleteReason;
		}
	}

	private void end() {
		String raw = this.status;
		if (this.failed) {
			throw ErrorReported.INSTANCE;
		}
		if ("failed".equals(raw)) {
			throw LlmException.of(LlmException.Reason.SERVER_ERROR,
					"the service reports that it failed, without a reason");
		}
		if ("incomplete".equals(raw) && this.incompleteReason != null) {
			raw = this.incompleteReason;
		}
		FinishReason reason = FinishReasons.of(raw);
		if (reason == FinishReason.STOP && this.items.wantsTool()) {
			reason = FinishReason.TOOL_CALLS;
		}
		this.answer.finish(reason, raw);
		this.ended = true;
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
		if (this.items.refused()) {
			this.answer.finish(FinishReason.CONTENT_FILTER, "refusal");
		}
		return this.answer.response(usage(), this.counts.cost());
	}

	private Usage usage() {
		return new Usage(this.counts.get("input_tokens"), this.counts.get("input_tokens_details.cached_tokens"),
				this.counts.get("input_tokens_details.cache_write_tokens"), this.counts.get("output_tokens"),
				this.counts.get("output_tokens_details.reasoning_tokens"), this.counts.all());
	}

}
