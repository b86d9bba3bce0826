package io.github.llmspring.wire;

import java.util.HashSet;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * The references inside a schema.
 */
final class References {

	private final JsonNode root;

	private final Set<String> open = new HashSet<>();

	private final Set<String> done = new HashSet<>();

	private References(JsonNode root) {
		this.root = root;
	}

	/**
	 * Whether a schema refers to itself, directly or by a detour.
	 * @param schema the schema
	 * @return whether it is circular
	 */
	static boolean circular(JsonNode schema) {
		References references = new References(schema);
		references.open.add("#");
		return references.meetsOpen(schema);
	}

	private boolean meetsOpen(JsonNode node) {
		if (node.path("$ref").isString() && leadsToOpen(node.path("$ref").asString())) {
			return true;
		}
		return node.valueStream().anyMatch(this::meetsOpen);
	}

	private boolean leadsToOpen(String reference) {
		if (this.open.contains(reference)) {
			return true;
		}
		if (!reference.startsWith("#/") || !this.done.add(reference)) {
			return false;
		}
		this.open.add(reference);
		boolean circular = meetsOpen(this.root.at(reference.substring(1)));
		this.open.remove(reference);
		return circular;
	}

}
