package io.github.llmspring.wire.responses;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One item of an answer's output, as it is begun or when it is done. Used again for the
 * next.
 * <p>
 * Messages and calls of functions are read as they come. All other items are kept as JSON
 * too, to be sent back unchanged.
 */
final class OutputItem {

	static final String MESSAGE = "message";

	static final String FUNCTION_CALL = "function_call";

	static final String REASONING = "reasoning";

	/**
	 * Field of a message that says what it is to the whole answer.
	 */
	static final String PHASE = "phase";

	private final Json json;

	/**
	 * Fields of an item that is kept, and fields that came before the type was known.
	 */
	private final Map<String, String> kept = new LinkedHashMap<>();

	private String type = "";

	private final ContentParts content;

	private final ContentParts summary;

	private @Nullable String callId;

	private String name = "";

	private String arguments = "";

	private @Nullable String phase;

	OutputItem(Json json) {
		this.json = json;
		this.content = new ContentParts(json);
		this.summary = new ContentParts(json);
	}

	/**
	 * Reads an item.
	 * @param parser the parser, standing on the item
	 */
	void read(JsonParser parser) {
		clear();
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			JsonToken value = Json.next(parser);
			if (field.equals("type") && value == JsonToken.VALUE_STRING) {
				this.type = parser.getString();
			}
			if (isRead()) {
				field(field, parser);
			}
			else {
				this.kept.put(field, this.json.copy(parser));
			}
		}
		if (isRead()) {
			this.kept.forEach(this::keptField);
		}
		else if (this.type.equals(REASONING)) {
			keptField("summary", this.kept.getOrDefault("summary", "[]"));
			keptField("content", this.kept.getOrDefault("content", "[]"));
		}
	}

	private void clear() {
		this.kept.clear();
		this.type = "";
		this.content.clear();
		this.summary.clear();
		this.callId = null;
		this.name = "";
		this.arguments = "";
		this.phase = null;
	}

	private boolean isRead() {
		return this.type.equals(MESSAGE) || this.type.equals(FUNCTION_CALL);
	}

	private void keptField(String field, String value) {
		try (JsonParser parser = this.json.parser(value.getBytes(StandardCharsets.UTF_8))) {
			parser.nextToken();
			field(field, parser);
		}
	}

	private void field(String field, JsonParser parser) {
		switch (field) {
			case "content" -> this.content.read(parser);
			case "summary" -> this.summary.read(parser);
			case "call_id" -> this.callId = Json.text(parser);
			case "name" -> this.name = orEmpty(Json.text(parser));
			case "arguments" -> this.arguments = (parser.currentToken() == JsonToken.START_OBJECT)
					? this.json.copy(parser) : orEmpty(Json.text(parser));
			case PHASE ->
				this.phase = (parser.currentToken() == JsonToken.VALUE_STRING) ? this.json.copy(parser) : null;
			default -> parser.skipChildren();
		}
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/**
	 * Type of the item.
	 * @return the service's word, empty where it gives none
	 */
	String type() {
		return this.type;
	}

	/**
	 * What a message says, or thinking in full.
	 * @return the content, possibly empty
	 */
	ContentParts content() {
		return this.content;
	}

	/**
	 * Summary of thinking.
	 * @return the summary, possibly empty
	 */
	ContentParts summary() {
		return this.summary;
	}

	@Nullable String callId() {
		return this.callId;
	}

	String name() {
		return this.name;
	}

	/**
	 * Arguments of a call.
	 * @return the JSON, empty where there is none yet
	 */
	String arguments() {
		return this.arguments;
	}

	/**
	 * What has to be sent back with this item, or instead of it.
	 * @return the phase of a message, or the whole of an item that is neither message nor
	 * call; {@code null} where there is nothing to send back
	 */
	@Nullable ProviderData providerData() {
		if (isRead()) {
			return (this.phase != null) ? providerData(Map.of(PHASE, this.phase)) : null;
		}
		boolean known = this.type.equals(REASONING) ? isComplete() : !this.type.isEmpty();
		return known ? providerData(this.kept) : null;
	}

	/**
	 * Whether the service can go on from this thinking without having stored it.
	 */
	private boolean isComplete() {
		String encrypted = this.kept.getOrDefault("encrypted_content", "null");
		return !this.content.text().isEmpty() || !(encrypted.equals("null") || encrypted.equals("\"\""));
	}

	private ProviderData providerData(Map<String, String> fields) {
		byte[] object = this.json.write((generator) -> {
			generator.writeStartObject();
			fields.forEach((field, value) -> {
				generator.writeName(field);
				generator.writeRawValue(value);
			});
			generator.writeEndObject();
		});
		return new ProviderData(OpenAiResponsesFormat.ID, new String(object, StandardCharsets.UTF_8));
	}

}
