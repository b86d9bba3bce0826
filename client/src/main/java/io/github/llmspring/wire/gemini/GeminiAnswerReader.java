package io.github.llmspring.wire.gemini;

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
 * Reads generated content: a whole answer and a frame of a stream look alike, and what
 * the parts of a frame hold comes on top of what the frames before held.
 */
final class GeminiAnswerReader implements AnswerReader {

	private final Answer answer = new Answer();

	private final TokenCounts counts = new TokenCounts();

	private final AnswerPartReader parts;

	private final CandidateDetails details;

	private boolean begun;

	GeminiAnswerReader(Dialect dialect) {
		this.parts = new AnswerPartReader(this.answer, dialect.json());
		this.details = new CandidateDetails(this.answer, dialect.json());
	}

	@Override
	public void read(JsonParser parser, Consumer<ChatEvent> events) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "candidates" -> candidates(parser, events);
				case "promptFeedback" -> promptFeedback(parser);
				case "usageMetadata" -> {
					this.begun = true;
					this.counts.read(parser);
				}
				case "modelVersion" -> {
					if (!this.answer.hasModel()) {
						this.answer.model(Json.text(parser));
					}
				}
				case "responseId" -> {
					if (!this.answer.hasId()) {
						this.answer.id(Json.text(parser));
					}
				}
				case "error" -> {
					if (value != JsonToken.VALUE_NULL) {
						throw ErrorReported.INSTANCE;
					}
				}
				default -> parser.skipChildren();
			}
		}
	}

	private void candidates(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		this.begun = true;
		boolean first = true;
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (first && parser.currentToken() == JsonToken.START_OBJECT) {
				candidate(parser, events);
			}
			else {
				parser.skipChildren();
			}
			first = false;
		}
	}

	private void candidate(JsonParser parser, Consumer<ChatEvent> events) {
		String finishReason = null;
		String finishMessage = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			if (name.equals("content") && value == JsonToken.START_OBJECT) {
				content(parser, events);
			}
			else if (name.equals("finishReason")) {
				finishReason = Json.text(parser);
			}
			else if (name.equals("finishMessage")) {
				finishMessage = Json.text(parser);
			}
			else if (!this.details.readField(name, parser)) {
				parser.skipChildren();
			}
		}
		if (finishReason != null && !finishReason.isEmpty()) {
			this.parts.finish(events);
			finish(FinishReasons.of(finishReason), finishReason, finishMessage);
		}
	}

	private void content(JsonParser parser, Consumer<ChatEvent> events) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			boolean list = parser.currentName().equals("parts");
			if (Json.next(parser) == JsonToken.START_ARRAY && list) {
				while (Json.next(parser) != JsonToken.END_ARRAY) {
					if (parser.currentToken() == JsonToken.START_OBJECT) {
						this.parts.read(parser, events);
					}
					else {
						parser.skipChildren();
					}
				}
			}
			else {
				parser.skipChildren();
			}
		}
	}

	/**
	 * A prompt that was blocked has no candidate: what says so is the answer.
	 */
	private void promptFeedback(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		String blockReason = null;
		String message = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			switch (name) {
				case "blockReason" -> blockReason = Json.text(parser);
				case "blockReasonMessage" -> message = Json.text(parser);
				case "safetyRatings" -> SafetyRatings.read(parser, this.answer, true);
				default -> parser.skipChildren();
			}
		}
		if (blockReason != null && !blockReason.isEmpty()) {
			this.begun = true;
			this.answer.details().rate(blockReason, null, true, true);
			finish(FinishReason.CONTENT_FILTER, blockReason, message);
		}
	}

	private void finish(FinishReason reason, String raw, @Nullable String message) {
		this.answer.finish(reason, raw);
		if (message != null && reason != FinishReason.STOP) {
			this.answer.warn("The service explains why it stopped: " + message);
		}
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
		this.details.cite();
		return this.answer.response(usage());
	}

	/**
	 * The service counts thinking apart from the rest of the output, and what its own
	 * tools put into the prompt apart from the prompt.
	 * <p>
	 * A count that is absent may mean 0 in this protocol. It is taken as unknown all the
	 * same, because blocked and cut off answers leave counts out too; only where thinking
	 * was counted is an absent count of other output read as none.
	 */
	private Usage usage() {
		Long thoughts = this.counts.get("thoughtsTokenCount");
		Long candidates = this.counts.get("candidatesTokenCount");
		Long output = (candidates != null) ? TokenCounts.sum(candidates, thoughts) : thoughts;
		Long input = TokenCounts.sum(this.counts.get("promptTokenCount"), this.counts.get("toolUsePromptTokenCount"));
		return new Usage(input, this.counts.get("cachedContentTokenCount"), null, output, thoughts, this.counts.all());
	}

}
