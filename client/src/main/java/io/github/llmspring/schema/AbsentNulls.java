package io.github.llmspring.schema;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the nulls out of a document that stand for optional properties which cannot be
 * null.
 */
final class AbsentNulls {

	private static final int MOST_REFERENCES = 8;

	private static final List<String> CHOICES = List.of("anyOf", "oneOf");

	private final JsonNode root;

	AbsentNulls(JsonNode root) {
		this.root = root;
	}

	void remove(JsonNode value) {
		remove(value, this.root);
	}

	private void remove(JsonNode value, JsonNode schema) {
		JsonNode target = resolve(schema);
		for (String choice : CHOICES) {
			List<JsonNode> possible = target.path(choice).valueStream().filter((one) -> mayBe(value, one)).toList();
			if (possible.size() == 1) {
				remove(value, possible.get(0));
			}
		}
		if (value instanceof ObjectNode object) {
			removeFrom(object, target);
		}
		else if (value.isArray()) {
			value.forEach((item) -> remove(item, target.path("items")));
		}
	}

	private void removeFrom(ObjectNode object, JsonNode schema) {
		JsonNode properties = schema.path("properties");
		for (String name : List.copyOf(object.propertyNames())) {
			JsonNode held = object.path(name);
			JsonNode property = properties.path(name);
			if (property.isMissingNode()) {
				remove(held, schema.path("additionalProperties"));
			}
			else if (held.isNull() && !contains(schema.path("required"), name) && !admitsNull(property)) {
				object.remove(name);
			}
			else {
				remove(held, property);
			}
		}
	}

	/**
	 * Whether an object or array can be what a schema describes, by its kind and by the
	 * constants that tell subtypes apart.
	 */
	private boolean mayBe(JsonNode value, JsonNode schema) {
		JsonNode target = resolve(schema);
		String kind = value.isObject() ? "object" : "array";
		return value.isContainer() && target.path("type").asString(kind).equals(kind)
				&& target.path("properties").properties().stream().allMatch((property) -> {
					JsonNode constant = resolve(property.getValue()).path("const");
					return constant.isMissingNode() || constant.equals(value.get(property.getKey()));
				});
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
