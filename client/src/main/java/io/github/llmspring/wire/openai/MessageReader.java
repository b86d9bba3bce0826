package io.github.llmspring.wire.openai;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Annotation;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.ToolCallFragments;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the message of a whole answer, or what a chunk of a stream adds to it.
 */
final class MessageReader {

	private final Answer answer;

	private final Json json;

	private final ToolCallFragments toolCalls;

	private final @Nullable ThinkTags thinkTags;

	private final @Nullable ReasoningDetails reasoningDetails;

	private boolean refused;

	MessageReader(Answer answer, Dialect dialect, boolean whole) {
		this.answer = answer;
		this.json = dialect.json();
		this.toolCalls = new ToolCallFragments(answer, dialect.json(), whole);
		this.thinkTags = dialect.get(ChatDialect.THINK_TAGS) ? new ThinkTags(answer) : null;
		this.reasoningDetails = dialect.get(ChatDialect.REASONING_DETAILS) ? new ReasoningDetails(dialect.json(), whole)
				: null;
	}

	/**
	 * Reads a message.
	 * @param parser the parser, standing on the start of the message
	 * @param events told of what the message adds
	 */
	void read(JsonParser parser, Consumer<ChatEvent> events) {
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
				case "annotations" -> annotations(parser);
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
			this.answer.details().refuse(refusal);
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

	private void annotations(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			Annotation annotation = Annotation.of(this.json.tree(parser));
			if (annotation != null) {
				annotation.addTo(this.answer);
			}
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

	/**
	 * Says what was held back, as the message is complete.
	 * @param events told of what was held back
	 */
	void end(Consumer<ChatEvent> events) {
		if (this.thinkTags != null) {
			this.thinkTags.end(events);
		}
	}

	/**
	 * Attaches what has to be sent back with the thinking.
	 */
	void attachReasoningDetails() {
		ProviderData details = (this.reasoningDetails != null) ? this.reasoningDetails.toProviderData() : null;
		if (details != null) {
			this.answer.reasoningData(details);
		}
	}

	/**
	 * Whether the model refuses to answer.
	 * @return whether it refuses
	 */
	boolean refused() {
		return this.refused;
	}

	/**
	 * Whether the message asks for tools.
	 * @return whether it does
	 */
	boolean callsTools() {
		return !this.toolCalls.isEmpty();
	}

}
