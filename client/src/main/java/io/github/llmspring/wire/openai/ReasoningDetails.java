package io.github.llmspring.wire.openai;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The details of thinking that a gateway passes on from many kinds of models: text,
 * summaries, signatures and encrypted thinking, each an entry of a list that has to come
 * back as it was.
 * <p>
 * In a stream, the entries come in pieces: those of one type and index belong together,
 * their text is joined, and what else a piece tells is added.
 */
final class ReasoningDetails {

	private final Json json;

	private final boolean whole;

	private final Map<String, ObjectNode> entries = new LinkedHashMap<>(0);

	ReasoningDetails(Json json, boolean whole) {
		this.json = json;
		this.whole = whole;
	}

	/**
	 * Reads a list of entries or pieces of entries.
	 * @param parser the parser, standing on the value of the field
	 */
	void read(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (this.json.tree(this.json.copy(parser)) instanceof ObjectNode piece) {
				add(piece);
			}
		}
	}

	private void add(ObjectNode piece) {
		String type = piece.path("type").asString("");
		boolean text = type.equals("reasoning.text") || type.equals("reasoning.summary");
		String key = (this.whole || !text) ? "#" + this.entries.size() : type + piece.path("index");
		ObjectNode entry = this.entries.putIfAbsent(key, piece);
		if (entry != null) {
			for (String field : piece.propertyNames()) {
				merge(entry, field, piece.get(field));
			}
		}
	}

	private static void merge(ObjectNode entry, String field, JsonNode value) {
		if ((field.equals("text") || field.equals("summary")) && value.isString()) {
			entry.put(field, entry.path(field).asString("") + value.asString());
		}
		else if (!value.isNull()) {
			entry.set(field, value);
		}
	}

	/**
	 * The list to send back.
	 * @return the list, or {@code null} where it is empty
	 */
	@Nullable ProviderData toProviderData() {
		return this.entries.isEmpty() ? null : new ProviderData(OpenAiChatFormat.ID, this.entries.values().toString());
	}

}
