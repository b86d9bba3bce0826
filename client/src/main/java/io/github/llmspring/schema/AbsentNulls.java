package io.github.llmspring.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the nulls out of a document that stand for optional properties which cannot be
 * null.
 */
final class AbsentNulls {

	private static final int MOST_REFERENCES = 8;

	private final JsonNode root;

	AbsentNulls(JsonNode root) {
		this.root = root;
	}

	void remove(JsonNode value) {
		remove(value, this.root);
	}

	private void remove(JsonNode value, JsonNode schema) {
		JsonNode target = resolve(schema);
		if (value instanceof ObjectNode object) {
			JsonNode required = target.path("required");
			target.path("properties").properties().forEach((property) -> {
				JsonNode held = object.get(property.getKey());
				if (held != null && held.isNull() && !contains(required, property.getKey())
						&& !admitsNull(property.getValue())) {
					object.remove(property.getKey());
				}
				else if (held != null) {
					remove(held, property.getValue());
				}
			});
		}
		else if (value.isArray()) {
			value.forEach((item) -> remove(item, target.path("items")));
		}
	}

	private boolean admitsNull(JsonNode schema) {
		JsonNode target = resolve(schema);
		JsonNode type = target.path("type");
		if (type.isString()) {
			return type.stringValue().equals("null");
		}
		if (type.isArray()) {
			return contains(type, "null");
		}
		if (target.has("const")) {
			return target.path("const").isNull();
		}
		if (target.has("enum")) {
			return contains(target.path("enum"), null);
		}
		JsonNode choice = target.has("anyOf") ? target.path("anyOf") : target.path("oneOf");
		return !choice.isArray() || choice.valueStream().anyMatch(this::admitsNull);
	}

	private JsonNode resolve(JsonNode schema) {
		JsonNode target = schema;
		for (int i = 0; i < MOST_REFERENCES && target.path("$ref").isString(); i++) {
			String reference = target.path("$ref").stringValue();
			if (!reference.equals("#") && !reference.startsWith("#/")) {
				return target;
			}
			target = this.root.at(reference.substring(1));
		}
		return target;
	}

	private static boolean contains(JsonNode values, @Nullable String text) {
		return values.valueStream()
			.anyMatch((value) -> (text != null) ? (value.isString() && value.stringValue().equals(text))
					: value.isNull());
	}

}
