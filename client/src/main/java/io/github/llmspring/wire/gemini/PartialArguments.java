package io.github.llmspring.wire.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Arguments of a tool call that come value by value, each with the path of its place,
 * long texts in several pieces.
 */
final class PartialArguments {

	/**
	 * A step of a path such as {@code $.cities[0]['zip code']}.
	 */
	private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[([0-9]{1,4})]|\\['([^']*)']");

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final ObjectNode root = NODES.objectNode();

	/**
	 * Adds values.
	 * @param additions a list of objects with {@code jsonPath} and a value
	 */
	void add(@Nullable JsonNode additions) {
		if (additions == null) {
			return;
		}
		for (JsonNode addition : additions) {
			JsonNode value = value(addition);
			Matcher step = STEP.matcher(addition.path("jsonPath").asString(""));
			if (value != null && step.find()) {
				put(this.root, step, value);
			}
		}
	}

	private static @Nullable JsonNode value(JsonNode addition) {
		for (String kind : new String[] { "stringValue", "numberValue", "boolValue" }) {
			if (addition.has(kind)) {
				return addition.get(kind);
			}
		}
		return addition.has("nullValue") ? NODES.nullNode() : null;
	}

	/**
	 * Puts a value to the place that the current step of a path and the steps after it
	 * lead to, and makes the objects and lists on the way.
	 */
	private static void put(JsonNode parent, Matcher step, JsonNode value) {
		String index = step.group(2);
		String name = (step.group(1) != null) ? step.group(1) : step.group(3);
		JsonNode known = (index != null) ? parent.get(Integer.parseInt(index)) : parent.get(name);
		JsonNode child;
		if (step.find()) {
			child = (known != null && known.isContainer()) ? known
					: ((step.group(2) != null) ? NODES.arrayNode() : NODES.objectNode());
			put(child, step, value);
		}
		else {
			child = (known != null && known.isString() && value.isString())
					? NODES.stringNode(known.asString() + value.asString()) : value;
		}
		if (parent instanceof ArrayNode list && index != null) {
			int position = Integer.parseInt(index);
			while (list.size() <= position) {
				list.addNull();
			}
			list.set(position, child);
		}
		else if (parent instanceof ObjectNode object && name != null) {
			object.set(name, child);
		}
	}

	String toJson() {
		return this.root.toString();
	}

}
