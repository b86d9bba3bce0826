package io.github.llmspring.wire.gemini;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads tool calls. Nearly always a call comes whole; a service that was asked to stream
 * arguments says {@code willContinue} and sends them value by value.
 */
final class FunctionCalls {

	private final Answer answer;

	private final Json json;

	private @Nullable String id;

	private String name = "";

	private String arguments = "";

	private String additions = "";

	private boolean willContinue;

	private int openCall;

	private @Nullable PartialArguments openArguments;

	FunctionCalls(Answer answer, Json json) {
		this.answer = answer;
		this.json = json;
	}

	/**
	 * Reads one call, or more of the open one.
	 * @param parser the parser, standing on the value of the field
	 */
	void read(JsonParser parser) {
		this.id = null;
		this.name = "";
		this.arguments = "";
		this.additions = "";
		this.willContinue = false;
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (field) {
				case "id" -> this.id = Json.text(parser);
				case "name" -> this.name = orEmpty(Json.text(parser));
				case "args" -> this.arguments = structure(parser, JsonToken.START_OBJECT);
				case "partialArgs" -> this.additions = structure(parser, JsonToken.START_ARRAY);
				case "willContinue" -> this.willContinue = value == JsonToken.VALUE_TRUE;
				default -> parser.skipChildren();
			}
		}
	}

	private String structure(JsonParser parser, JsonToken start) {
		if (parser.currentToken() == start) {
			return this.json.copy(parser);
		}
		parser.skipChildren();
		return "";
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/**
	 * Adds what was read last to the answer.
	 * @param events told of what it adds
	 * @return whether it began a call
	 */
	boolean add(Consumer<ChatEvent> events) {
		boolean begins = !this.name.isEmpty();
		if (begins) {
			finish(events);
			int call = this.answer.toolCall(this.id, this.name, events);
			this.answer.arguments(call, this.arguments, events);
			if (this.willContinue) {
				this.openCall = call;
				this.openArguments = new PartialArguments();
			}
		}
		if (this.openArguments != null && !this.additions.isEmpty()) {
			this.openArguments.add(this.json.tree(this.additions));
		}
		if (!this.willContinue) {
			finish(events);
		}
		return begins;
	}

	/**
	 * Ends the open call, if there is one.
	 * @param events told of its arguments
	 */
	void finish(Consumer<ChatEvent> events) {
		if (this.openArguments != null) {
			this.answer.arguments(this.openCall, this.openArguments.toJson(), events);
			this.openArguments = null;
		}
	}

}
