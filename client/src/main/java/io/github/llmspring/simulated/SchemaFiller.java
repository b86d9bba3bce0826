package io.github.llmspring.simulated;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a document that fits a JSON Schema, the same one every time.
 * <p>
 * Texts say the name of their property unless the conversation names a value for it, the
 * first constant and the least number are taken, lists have two items.
 */
final class SchemaFiller {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final int ITEMS = 2;

	private static final int MOST_ITEMS = 100;

	/**
	 * From here on only what is required and cannot be null is filled, so that a type may
	 * hold itself.
	 */
	private static final int DEEP = 4;

	private static final int DEEPEST = 32;

	private static final int MOST_VALUES = 2_000;

	private final JsonNode root;

	private final Hints hints;

	private final Iterator<String> names;

	private int values;

	private SchemaFiller(JsonNode root, Hints hints, List<String> names) {
		this.root = root;
		this.hints = hints;
		this.names = names.iterator();
	}

	/**
	 * Document for a schema.
	 * @param schema the schema
	 * @param request the conversation that may name values
	 * @return the document, over several lines
	 */
	static String fill(String schema, ChatRequest request) {
		JsonNode root = read(schema);
		JsonNode document = new SchemaFiller(root, Hints.of(request, MAPPER), List.of()).value(root, "value", 0, 0);
		return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
	}

	/**
	 * Arguments for the schema of a tool.
	 * @param schema the schema
	 * @param request the conversation that may name values
	 * @return an object, in one line
	 */
	static String arguments(String schema, ChatRequest request) {
		return arguments(schema, request, List.of());
	}

	/**
	 * Arguments for the schema of a tool.
	 * @param schema the schema
	 * @param request the conversation that may name values
	 * @param names what to fill in, in this order, for texts that have no other value
	 * @return an object, in one line
	 */
	static String arguments(String schema, ChatRequest request, List<String> names) {
		JsonNode root = read(schema);
		JsonNode document = new SchemaFiller(root, Hints.of(request, MAPPER), names).value(root, "value", 0, 0);
		return document.isObject() ? document.toString() : "{}";
	}

	private static JsonNode read(String schema) {
		try {
			JsonNode root = MAPPER.readTree(schema);
			if (root.isObject()) {
				return root;
			}
		}
		catch (JacksonException ex) {
			// said below
		}
		throw LlmException.of(Reason.INVALID_REQUEST, "the schema is no JSON object");
	}

	private JsonNode value(JsonNode given, String name, int index, int depth) {
		JsonNode schema = resolve(given);
		if (depth > DEEPEST || ++this.values > MOST_VALUES || (depth > DEEP && admitsNull(schema))) {
			return NODES.nullNode();
		}
		if (schema.has("const")) {
			return schema.path("const");
		}
		if (schema.path("enum").isArray()) {
			return constant(schema.path("enum"), name, index);
		}
		for (String choice : List.of("anyOf", "oneOf")) {
			if (schema.path(choice).isArray()) {
				return value(alternative(schema.path(choice)), name, index, depth + 1);
			}
		}
		return switch (type(schema)) {
			case "object" -> object(schema, depth);
			case "array" -> array(schema, name, depth);
			case "integer", "number" ->
				new NumberFiller(schema, type(schema).equals("integer")).value(this.hints.get(name), index);
			case "boolean" -> NODES.booleanNode(!"false".equalsIgnoreCase(this.hints.get(name)));
			case "null" -> NODES.nullNode();
			default -> NODES.stringNode(TextFiller.text(schema, name, text(schema, name), index));
		};
	}

	private @Nullable String text(JsonNode schema, String name) {
		String hint = this.hints.get(name);
		return (hint == null && !schema.has("format") && this.names.hasNext()) ? this.names.next() : hint;
	}

	private JsonNode resolve(JsonNode schema) {
		JsonNode target = schema;
		for (int i = 0; i < DEEPEST && target.path("$ref").isString(); i++) {
			String reference = target.path("$ref").stringValue();
			target = (reference.equals("#") || reference.startsWith("#/")) ? this.root.at(reference.substring(1))
					: NODES.objectNode();
		}
		return target.path("allOf").isArray() ? merged(target) : target;
	}

	private ObjectNode merged(JsonNode schema) {
		ObjectNode merged = NODES.objectNode();
		schema.path("allOf").forEach((part) -> merge(merged, resolve(part)));
		merge(merged, schema);
		merged.remove("allOf");
		return merged;
	}

	private static void merge(ObjectNode merged, JsonNode part) {
		for (Map.Entry<String, JsonNode> keyword : part.properties()) {
			JsonNode known = merged.get(keyword.getKey());
			if (known instanceof ObjectNode properties && keyword.getValue() instanceof ObjectNode more) {
				merged.set(keyword.getKey(), properties.deepCopy().setAll(more));
			}
			else if (known instanceof ArrayNode required && keyword.getValue() instanceof ArrayNode more) {
				merged.set(keyword.getKey(), required.deepCopy().addAll(more));
			}
			else {
				merged.set(keyword.getKey(), keyword.getValue());
			}
		}
	}

	private JsonNode constant(JsonNode constants, String name, int index) {
		String hint = this.hints.get(name);
		for (JsonNode constant : constants) {
			if (constant.asString("").equals(hint)) {
				return constant;
			}
		}
		JsonNode constant = constants.path(index % Math.max(1, constants.size()));
		return constant.isMissingNode() ? NODES.nullNode() : constant;
	}

	private JsonNode alternative(JsonNode alternatives) {
		return alternatives.valueStream()
			.filter((alternative) -> !type(resolve(alternative)).equals("null"))
			.findFirst()
			.orElse(alternatives.path(0));
	}

	private boolean admitsNull(JsonNode schema) {
		return Stream.of("type", "anyOf", "oneOf")
			.flatMap((keyword) -> schema.path(keyword).valueStream())
			.map((one) -> one.isString() ? one : resolve(one).path("type"))
			.anyMatch((type) -> type.asString("").equals("null"));
	}

	private static String type(JsonNode schema) {
		JsonNode type = schema.path("type");
		if (type.isString()) {
			return type.stringValue();
		}
		if (type.isArray()) {
			return type.valueStream()
				.map((one) -> one.asString(""))
				.filter((one) -> !one.equals("null"))
				.findFirst()
				.orElse("null");
		}
		return schema.has("properties") ? "object" : (schema.has("items") ? "array" : "string");
	}

	private ObjectNode object(JsonNode schema, int depth) {
		ObjectNode object = NODES.objectNode();
		List<String> required = schema.path("required").valueStream().map(JsonNode::asString).toList();
		for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
			if (depth < DEEP || required.contains(property.getKey())) {
				object.set(property.getKey(), value(property.getValue(), property.getKey(), 0, depth + 1));
			}
		}
		JsonNode others = schema.path("additionalProperties");
		if (object.isEmpty() && others.isObject() && depth < DEEP) {
			object.set("key", value(others, "key", 0, depth + 1));
		}
		return object;
	}

	private ArrayNode array(JsonNode schema, String name, int depth) {
		ArrayNode array = NODES.arrayNode();
		int least = schema.path("minItems").asInt(0);
		int most = Math.min(MOST_ITEMS, schema.path("maxItems").asInt(MOST_ITEMS));
		int count = Math.min(most, Math.max(least, (depth < DEEP) ? ITEMS : 0));
		for (int i = 0; i < count; i++) {
			JsonNode item = schema.path("prefixItems").path(i);
			array.add(value(item.isMissingNode() ? schema.path("items") : item, name, i, depth + 1));
		}
		return array;
	}

	/**
	 * Number that a text is, for hints of numbers.
	 */
	static @Nullable JsonNode number(@Nullable String text) {
		try {
			JsonNode number = (text != null) ? MAPPER.readTree(text) : null;
			return (number != null && number.isNumber()
					&& (number.isIntegralNumber() || Double.isFinite(number.doubleValue()))) ? number : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
