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

	private String text = "";

	private String summary = "";

	private boolean refused;

	private @Nullable String callId;

	private String name = "";

	private String arguments = "";

	private @Nullable String phase;

	OutputItem(Json json) {
		this.json = json;
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
		this.text = "";
		this.summary = "";
		this.refused = false;
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
			case "content" -> this.text = parts(parser);
			case "summary" -> this.summary = parts(parser);
			case "call_id" -> this.callId = Json.text(parser);
			case "name" -> this.name = orEmpty(Json.text(parser));
			case "arguments" -> this.arguments = (parser.currentToken() == JsonToken.START_OBJECT)
					? this.json.copy(parser) : orEmpty(Json.text(parser));
			case PHASE ->
				this.phase = (parser.currentToken() == JsonToken.VALUE_STRING) ? this.json.copy(parser) : null;
			default -> parser.skipChildren();
		}
	}

	private String parts(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			return orEmpty(Json.text(parser));
		}
		String text = "";
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				String part = part(parser);
				text = text.isEmpty() ? part : text + part;
			}
			else {
				parser.skipChildren();
			}
		}
		return text;
	}

	private String part(JsonParser parser) {
		String text = "";
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			JsonToken value = Json.next(parser);
			boolean refusal = field.equals("refusal");
			if (value == JsonToken.VALUE_STRING && (refusal || field.equals("text"))) {
				text = parser.getString();
				this.refused |= refusal && !text.isEmpty();
			}
			else {
				parser.skipChildren();
			}
		}
		return text;
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
	 * Text of a message, or thinking in full.
	 * @return the text, possibly empty
	 */
	String text() {
		return this.text;
	}

	/**
	 * Summary of thinking.
	 * @return the text, possibly empty
	 */
	String summary() {
		return this.summary;
	}

	/**
	 * Whether some of the text says that the model refuses.
	 * @return whether it refuses
	 */
	boolean refused() {
		return this.refused;
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
		return !this.text.isEmpty() || !(encrypted.equals("null") || encrypted.equals("\"\""));
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
