package io.github.llmspring.wire.bedrock;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.Citation;
import io.github.llmspring.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * A content block, or what is added to one. One instance serves all blocks of an answer,
 * one after the other.
 */
final class ContentBlock {

	private final Json json;

	private String text = "";

	private String reasoning = "";

	private String signature = "";

	private String redacted = "";

	private boolean call;

	private boolean serverCall;

	private @Nullable String id;

	private String name = "";

	private String input = "";

	private @Nullable JsonNode result;

	private List<Citation> citations = List.of();

	ContentBlock(Json json) {
		this.json = json;
	}

	/**
	 * Reads a block in place of the one before.
	 * @param parser the parser, standing on the value that is the block
	 * @return whether it is one
	 */
	boolean read(JsonParser parser) {
		this.text = "";
		this.reasoning = "";
		this.signature = "";
		this.redacted = "";
		this.call = false;
		this.serverCall = false;
		this.id = null;
		this.name = "";
		this.input = "";
		this.result = null;
		this.citations = List.of();
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return false;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (field) {
				case "text" -> this.text = text(parser);
				case "toolUse" -> toolUse(parser);
				case "toolResult" -> this.result = this.json.tree(parser);
				case "reasoningContent" -> reasoning(parser);
				case "citation" -> cite(this.json.tree(parser));
				case "citationsContent" -> {
					if (value == JsonToken.START_OBJECT) {
						citedText(parser);
					}
				}
				default -> parser.skipChildren();
			}
		}
		return true;
	}

	private static String text(JsonParser parser) {
		String text = Json.text(parser);
		return (text != null) ? text : "";
	}

	private void toolUse(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		this.call = true;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (field) {
				case "toolUseId" -> this.id = Json.text(parser);
				case "name" -> this.name = text(parser);
				case "input" -> this.input = (value == JsonToken.START_OBJECT) ? this.json.copy(parser) : text(parser);
				case "type" -> this.serverCall = "server_tool_use".equals(Json.text(parser));
				default -> parser.skipChildren();
			}
		}
	}

	private void reasoning(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			Json.next(parser);
			switch (field) {
				case "reasoningText" -> reasoning(parser);
				case "text" -> this.reasoning = text(parser);
				case "signature" -> this.signature = text(parser);
				case "redactedContent" -> this.redacted = text(parser);
				default -> parser.skipChildren();
			}
		}
	}

	/**
	 * Reads text with its sources, of which the text is part of the answer.
	 */
	private void citedText(JsonParser parser) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			Json.next(parser);
			switch (field) {
				case "content" ->
					this.json.tree(parser).forEach((piece) -> this.text += piece.path("text").asString(""));
				case "citations" -> this.json.tree(parser).forEach(this::cite);
				default -> parser.skipChildren();
			}
		}
	}

	private void cite(JsonNode node) {
		Citation citation = CitationReader.read(node);
		if (citation != null) {
			this.citations = this.citations.isEmpty() ? new ArrayList<>() : this.citations;
			this.citations.add(citation);
		}
	}

	String text() {
		return this.text;
	}

	/**
	 * Sources of the text.
	 * @return the citations, possibly none
	 */
	List<Citation> citations() {
		return this.citations;
	}

	String reasoning() {
		return this.reasoning;
	}

	String signature() {
		return this.signature;
	}

	String redacted() {
		return this.redacted;
	}

	boolean isCall() {
		return this.call;
	}

	boolean isServerCall() {
		return this.serverCall;
	}

	/**
	 * Result of a tool at the service, or what is added to its content.
	 * @return the result as an object, pieces of it as a list, or {@code null}
	 */
	@Nullable JsonNode result() {
		return this.result;
	}

	@Nullable String id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	String input() {
		return this.input;
	}

}
