package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service takes in the schema of an answer that it guarantees.
 * <p>
 * Objects are closed. A reference stands alone. Keywords and formats that a service does
 * not enforce are told to the model in the description instead. A schema that would mean
 * something else without what has to go cannot be expressed.
 *
 * @param unenforced keywords that go into the description
 * @param allRequired whether every property has to be there, so that one that may be
 * absent becomes one that may be null
 */
public record SchemaRules(List<?> unenforced, boolean allRequired) {

	private static final Set<String> IGNORED = Set.of("$schema", "$id", "$comment", "examples", "readOnly", "writeOnly",
			"deprecated");

	private static final Set<String> ESSENTIAL = Set.of("allOf", "not", "if", "then", "else", "patternProperties",
			"prefixItems", "propertyNames", "dependentSchemas", "dependentRequired", "unevaluatedProperties",
			"contains", "$dynamicRef");

	/**
	 * Keywords of texts that no service enforces.
	 */
	private static final Set<String> ENCODING = Set.of("contentEncoding", "contentMediaType");

	/**
	 * Keywords of which a schema needs one, as it would admit anything otherwise.
	 */
	private static final Set<String> KINDS = Set.of("type", "enum", "const", "anyOf", "$ref");

	private static final Set<String> NOTES = Set.of("description", "title");

	private static final Set<String> BESIDE_REFERENCE = Set.of("$ref", "$defs", "description", "title");

	/**
	 * Formats that every service with such rules takes; each rejects most others.
	 */
	private static final Set<String> FORMATS = Set.of("date-time", "time", "date", "duration", "email", "hostname",
			"ipv4", "ipv6", "uuid");

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/**
	 * The schema by these rules.
	 * @param schema the schema of the answer
	 * @return the schema to send, or {@code null} where the rules cannot express it
	 */
	public @Nullable JsonNode apply(ObjectNode schema) {
		return isObject(schema) ? object(schema) : null;
	}

	private @Nullable JsonNode convert(JsonNode schema) {
		return (schema instanceof ObjectNode object) ? object(object) : null;
	}

	private @Nullable JsonNode object(ObjectNode given) {
		ObjectNode schema = withoutSingleAllOf(given);
		ObjectNode converted = NODES.objectNode();
		StringJoiner told = new StringJoiner(", ", "(", ")").setEmptyValue("");
		boolean reference = schema.has("$ref");
		for (String keyword : schema.propertyNames()) {
			JsonNode value = schema.get(keyword);
			if (ESSENTIAL.contains(keyword)) {
				return null;
			}
			if (IGNORED.contains(keyword)) {
				continue;
			}
			if (isTold(keyword, value)) {
				told.add(keyword + ": " + value);
				continue;
			}
			String name = keyword.equals("oneOf") ? "anyOf" : keyword;
			JsonNode kept = keyword(keyword, value);
			if (kept == null || converted.has(name) || (reference && !BESIDE_REFERENCE.contains(keyword))) {
				return null;
			}
			converted.set(name, kept);
		}
		boolean says = KINDS.stream().anyMatch(converted::has);
		if (isObject(schema) ? !close(converted) : !says) {
			return null;
		}
		if (told.length() > 0) {
			converted.put("description", (schema.path("description").asString("") + " " + told).strip());
		}
		return (reference && converted.size() > 1) ? withReferenceApart(converted) : converted;
	}

	private boolean isTold(String keyword, JsonNode value) {
		return this.unenforced.contains(keyword) || ENCODING.contains(keyword)
				|| (keyword.equals("format") && !FORMATS.contains(value.asString("")));
	}

	/**
	 * Services reject anything beside a reference, be it only a description.
	 */
	private static ObjectNode withReferenceApart(ObjectNode schema) {
		JsonNode reference = schema.remove("$ref");
		schema.putArray("anyOf").addObject().set("$ref", reference);
		return schema;
	}

	private static ObjectNode withoutSingleAllOf(ObjectNode schema) {
		JsonNode all = schema.path("allOf");
		if (all.size() != 1 || !(all.get(0) instanceof ObjectNode only) || contradicts(only, schema)) {
			return schema;
		}
		ObjectNode merged = only.deepCopy();
		merged.setAll(schema);
		merged.remove("allOf");
		return merged;
	}

	private static boolean contradicts(ObjectNode one, ObjectNode other) {
		return one.propertyStream()
			.anyMatch((property) -> other.has(property.getKey()) && !NOTES.contains(property.getKey())
					&& !other.get(property.getKey()).equals(property.getValue()));
	}

	private @Nullable JsonNode keyword(String keyword, JsonNode value) {
		return switch (keyword) {
			case "properties", "$defs", "definitions" -> each(value);
			case "items" -> convert(value);
			case "anyOf", "oneOf" -> alternatives(value);
			case "additionalProperties" -> (value.isBoolean() && !value.booleanValue()) ? value : null;
			default -> value.deepCopy();
		};
	}

	private @Nullable JsonNode each(JsonNode schemas) {
		ObjectNode converted = NODES.objectNode();
		for (String name : schemas.propertyNames()) {
			JsonNode schema = convert(schemas.get(name));
			if (schema == null) {
				return null;
			}
			converted.set(name, schema);
		}
		return converted;
	}

	private @Nullable JsonNode alternatives(JsonNode schemas) {
		ArrayNode converted = NODES.arrayNode();
		for (JsonNode alternative : schemas) {
			JsonNode schema = convert(alternative);
			if (schema == null) {
				return null;
			}
			converted.add(schema);
		}
		return converted;
	}

	private static boolean isObject(JsonNode schema) {
		JsonNode type = schema.path("type");
		boolean listed = type.isArray() && type.valueStream().anyMatch((one) -> one.asString("").equals("object"));
		return listed || type.asString("").equals("object") || schema.has("properties");
	}

	/**
	 * Closes an object; one that names no properties may hold any, which a closed one
	 * cannot say.
	 */
	private boolean close(ObjectNode schema) {
		if (!schema.has("properties") && !schema.has("additionalProperties")) {
			return false;
		}
		schema.put("additionalProperties", false);
		if (this.allRequired && schema.get("properties") instanceof ObjectNode properties) {
			Set<String> required = Set.copyOf(schema.path("required").valueStream().map(JsonNode::asString).toList());
			List<String> names = new ArrayList<>(properties.propertyNames());
			for (String name : names) {
				if (!required.contains(name)) {
					properties.set(name, nullable((ObjectNode) properties.get(name)));
				}
			}
			ArrayNode all = schema.putArray("required");
			names.forEach(all::add);
		}
		return true;
	}

	private static ObjectNode nullable(ObjectNode schema) {
		JsonNode type = schema.path("type");
		if (!schema.has("type") && schema.get("anyOf") instanceof ArrayNode alternatives) {
			if (alternatives.valueStream().noneMatch((one) -> one.path("type").asString("").equals("null"))) {
				alternatives.addObject().put("type", "null");
			}
			return schema;
		}
		if (!(type.isString() || type.isArray()) || schema.has("const")) {
			ObjectNode either = NODES.objectNode();
			either.putArray("anyOf").add(schema).addObject().put("type", "null");
			return either;
		}
		List<String> types = new ArrayList<>();
		(type.isArray() ? type.values() : List.of(type)).forEach((one) -> types.add(one.asString()));
		if (!types.contains("null")) {
			ArrayNode widened = schema.putArray("type");
			types.forEach(widened::add);
			widened.add("null");
		}
		if (schema.get("enum") instanceof ArrayNode values && values.valueStream().noneMatch(JsonNode::isNull)) {
			values.addNull();
		}
		return schema;
	}

}
