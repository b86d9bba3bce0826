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

	private boolean foreign;

	private final Map<String, String> foreignFields = new LinkedHashMap<>(0);

	private @Nullable String id;

	private String name = "";

	private List<Citation> citations = List.of();

	ContentPiece(Json json) {
		this.json = json;
	}

	void clear() {
		this.type = null;
		this.foreign = false;
		this.foreignFields.clear();
		this.text = "";
		this.proof = "";
		this.arguments = "";
		this.id = null;
		this.name = "";
		this.citations = List.of();
	}

	/**
	 * Reads the fields of a block; those of a block of another kind are kept, as it goes
	 * back.
	 * @param parser the parser, standing on the start of the object
	 */
	void read(JsonParser parser) {
		clear();
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			Json.next(parser);
			if (!readField(field, parser)) {
				foreignField(field, parser);
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
	 * Reads a field if it is one of a piece of content. Of a piece of another kind every
	 * field is one.
	 * @param field the field's name
	 * @param parser the parser, standing on the value
	 * @return whether the field was read
	 */
	boolean readField(String field, JsonParser parser) {
		if (this.foreign && !field.equals("input")) {
			this.foreignFields.put(field, this.json.copy(parser));
			return true;
		}
		switch (field) {
			case "type" -> type(parser);
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

	private void type(JsonParser parser) {
		boolean told = parser.currentToken() == JsonToken.VALUE_STRING;
		this.type = Json.word(parser, TYPES);
		this.foreign = told && this.type == null;
		if (this.foreign) {
			this.foreignFields.put("type", this.json.copy(parser));
		}
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
	 * Whether this is a piece of a kind that is not known here.
	 * @return whether it means nothing here
	 */
	boolean isForeign() {
		return this.foreign;
	}

	/**
	 * Fields of a piece of another kind as JSON, without the arguments of a call.
	 * @return the fields
	 */
	Map<String, String> foreignFields() {
		if (this.id != null) {
			this.foreignFields.put("id", quoted(this.id));
		}
		if (!this.name.isEmpty()) {
			this.foreignFields.put("name", quoted(this.name));
		}
		return this.foreignFields;
	}

	private String quoted(String text) {
		return new String(this.json.write((generator) -> generator.writeString(text)), StandardCharsets.UTF_8);
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
