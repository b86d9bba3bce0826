package io.github.llmspring.wire.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Citation;
import io.github.llmspring.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one content block, or of what a stream adds to one. Used again for the
 * next, since a stream has thousands.
 */
final class ContentPiece {

	private static final List<String> TYPES = List.of("text_delta", "thinking_delta", "input_json_delta",
			"signature_delta", "citations_delta", "text", "thinking", "redacted_thinking", "tool_use");

	private static final String CITATIONS = "citations";

	private final Json json;

	private @Nullable String type;

	private String text = "";

	private String proof = "";

	private String arguments = "";

	private String foreignType = "";

	private final Map<String, String> foreignFields = new LinkedHashMap<>(0);

	private @Nullable String id;

	private String name = "";

	private List<Citation> citations = List.of();

	ContentPiece(Json json) {
		this.json = json;
	}

	void clear() {
		this.type = null;
		this.foreignType = "";
		this.foreignFields.clear();
		this.text = "";
		this.proof = "";
		this.arguments = "";
		this.id = null;
		this.name = "";
		this.citations = List.of();
	}

	/**
	 * Reads the fields of a block; those of a block of another kind are kept, as it may
	 * have to go back.
	 * @param parser the parser, standing on the start of the object
	 */
	void read(JsonParser parser) {
		clear();
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			JsonToken value = Json.next(parser);
			if (!readField(field, parser)) {
				foreignField(field, parser);
			}
			else if (field.equals("type") && this.type == null && value == JsonToken.VALUE_STRING) {
				this.foreignType = parser.getString();
			}
		}
		String early = (this.type != null) ? this.foreignFields.get(CITATIONS) : null;
		JsonNode citations = (early != null) ? this.json.tree(early) : null;
		if (citations != null) {
			citations.forEach(this::cite);
		}
	}

	private void foreignField(String field, JsonParser parser) {
		if (this.type == null) {
			this.foreignFields.put(field, this.json.copy(parser));
		}
		else if (field.equals(CITATIONS) && parser.currentToken() == JsonToken.START_ARRAY) {
			while (Json.next(parser) != JsonToken.END_ARRAY) {
				cite(this.json.tree(parser));
			}
		}
		else {
			parser.skipChildren();
		}
	}

	/**
	 * Reads a field if it is one of a piece of content.
	 * @param field the field's name
	 * @param parser the parser, standing on the value
	 * @return whether the field was read
	 */
	boolean readField(String field, JsonParser parser) {
		switch (field) {
			case "type" -> this.type = Json.word(parser, TYPES);
			case "text", "thinking" -> this.text = orEmpty(Json.text(parser));
			case "signature", "data" -> this.proof = orEmpty(Json.text(parser));
			case "partial_json" -> this.arguments = orEmpty(Json.text(parser));
			case "input" -> this.arguments = input(parser);
			case "citation" -> cite(this.json.tree(parser));
			case "id" -> this.id = Json.text(parser);
			case "name" -> this.name = orEmpty(Json.text(parser));
			default -> {
				return false;
			}
		}
		return true;
	}

	private void cite(JsonNode node) {
		Citation citation = CitationReader.read(node);
		if (citation != null) {
			this.citations = this.citations.isEmpty() ? new ArrayList<>() : this.citations;
			this.citations.add(citation);
		}
	}

	private String input(JsonParser parser) {
		return (parser.currentToken() == JsonToken.START_OBJECT) ? this.json.copy(parser) : orEmpty(Json.text(parser));
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/**
	 * Type of the block or of the addition.
	 * @return the type, or an empty text where it is of no use here
	 */
	String type() {
		return (this.type != null) ? this.type : "";
	}

	/**
	 * Block of a tool at the service, without the arguments of its call.
	 * @return the block, or {@code null} where this is none
	 */
	@Nullable ServerBlock serverBlock() {
		if (!ServerBlock.is(this.foreignType)) {
			return null;
		}
		byte[] block = this.json.write((generator) -> {
			generator.writeStartObject();
			generator.writeStringProperty("type", this.foreignType);
			if (this.id != null) {
				generator.writeStringProperty("id", this.id);
			}
			if (!this.name.isEmpty()) {
				generator.writeStringProperty("name", this.name);
			}
			this.foreignFields.forEach((field, value) -> {
				generator.writeName(field);
				generator.writeRawValue(value);
			});
			generator.writeEndObject();
		});
		return new ServerBlock(new String(block, StandardCharsets.UTF_8));
	}

	/**
	 * Text or visible thinking.
	 * @return the text, possibly empty
	 */
	String text() {
		return this.text;
	}

	/**
	 * Signature or encrypted thinking.
	 * @return the value, possibly empty
	 */
	String proof() {
		return this.proof;
	}

	/**
	 * Arguments of a tool call, or a piece of them.
	 * @return the JSON, possibly empty
	 */
	String arguments() {
		return this.arguments;
	}

	/**
	 * Sources of the text.
	 * @return the citations, possibly none
	 */
	List<Citation> citations() {
		return this.citations;
	}

	@Nullable String id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

}
