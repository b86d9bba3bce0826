package io.github.llmspring.simulated;

import java.util.Iterator;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document that fits a JSON Schema, the same every time: only what is required, texts
 * taken from given ones as long as there are any.
 */
final class SchemaExample {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final int DEEPEST = 16;

	private final JsonNode root;

	private final Iterator<String> texts;

	/**
	 * Example for a schema.
	 * @param schema the schema
	 * @param texts what to fill in for texts, in this order
	 */
	SchemaExample(String schema, List<String> texts) {
		this.root = read(schema);
		this.texts = texts.iterator();
	}

	private static JsonNode read(String schema) {
		try {
			return MAPPER.readTree(schema);
		}
		catch (JacksonException ex) {
			return NODES.objectNode();
		}
	}

	String text() {
		return value("value", this.root, 0).toString();
	}

	private JsonNode value(String name, JsonNode reference, int depth) {
		JsonNode schema = resolve(reference);
		if (schema.has("const")) {
			return schema.path("const");
		}
		if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
			return schema.path("enum").path(0);
		}
		for (String choice : List.of("anyOf", "oneOf", "allOf")) {
			if (schema.path(choice).isArray() && !schema.path(choice).isEmpty() && depth < DEEPEST) {
				return value(name, schema.path(choice).path(0), depth + 1);
			}
		}
		return ofType(name, schema, depth);
	}

	private JsonNode ofType(String name, JsonNode schema, int depth) {
		JsonNode type = schema.path("type");
		return switch ((type.isArray() ? type.path(0) : type).asString("object")) {
			case "string" -> NODES.stringNode(string(name, schema));
			case "integer" -> NODES.numberNode(schema.path("minimum").asLong(1));
			case "number" -> NODES.numberNode(schema.path("minimum").asDouble(1));
			case "boolean" -> NODES.booleanNode(true);
			case "null" -> NODES.nullNode();
			case "array" -> array(name, schema, depth);
			default -> object(schema, depth);
		};
	}

	private String string(String name, JsonNode schema) {
		return switch (schema.path("format").asString("")) {
			case "date" -> "2026-01-01";
			case "date-time" -> "2026-01-01T12:00:00Z";
			case "time" -> "12:00:00";
			case "duration" -> "PT1H";
			case "uuid" -> "00000000-0000-0000-0000-000000000001";
			default -> this.texts.hasNext() ? this.texts.next() : name;
		};
	}

	private ArrayNode array(String name, JsonNode schema, int depth) {
		ArrayNode array = NODES.arrayNode();
		int most = Math.min(schema.path("minItems").asInt(1), DEEPEST);
		for (int i = 0; i < most && depth < DEEPEST; i++) {
			array.add(value(name, schema.path("items"), depth + 1));
		}
		return array;
	}

	private ObjectNode object(JsonNode schema, int depth) {
		ObjectNode object = NODES.objectNode();
		if (depth < DEEPEST) {
			schema.path("required").forEach((required) -> {
				String property = required.asString();
				object.set(property, value(property, schema.path("properties").path(property), depth + 1));
			});
		}
		return object;
	}

	private JsonNode resolve(JsonNode schema) {
		JsonNode target = schema;
		for (int i = 0; i < DEEPEST && target.path("$ref").asString("").startsWith("#/"); i++) {
			target = this.root.at(target.path("$ref").asString().substring(1));
		}
		return target;
	}

}
