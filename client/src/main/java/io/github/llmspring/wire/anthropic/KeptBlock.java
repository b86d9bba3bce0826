package io.github.llmspring.wire.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.llmspring.wire.Json;

/**
 * A block in the making that means nothing here and goes back as it came, whatever its
 * kind: a call of a tool at the service, what it answered, a summary of the conversation.
 */
final class KeptBlock {

	private static final String INPUT = "input";

	/**
	 * How the type of every call ends.
	 */
	private static final String CALL = "tool_use\"";

	private final Map<String, StringBuilder> fields = new LinkedHashMap<>();

	private final StringBuilder input;

	private boolean call;

	/**
	 * Block as it begins.
	 * @param fields its fields as JSON, without the arguments of a call
	 * @param input the arguments of a call, or their beginning, possibly empty
	 */
	KeptBlock(Map<String, String> fields, String input) {
		fields.forEach((name, value) -> this.fields.put(name, new StringBuilder(value)));
		this.input = new StringBuilder(input.equals("{}") ? "" : input);
		this.call = !input.isEmpty() || fields.getOrDefault("type", "").endsWith(CALL);
	}

	/**
	 * Adds what a stream adds to the arguments of a call.
	 * @param piece the next piece of JSON
	 */
	void addInput(String piece) {
		this.call = true;
		this.input.append(piece);
	}

	/**
	 * Adds what a stream adds to other fields: to a text comes more of it, anything else
	 * takes the place of what was there.
	 * @param added the fields as JSON
	 */
	void add(Map<String, String> added) {
		added.forEach((name, value) -> {
			StringBuilder known = this.fields.get(name);
			if (known == null || !isNull(value)) {
				this.fields.put(name, (known != null && isText(known) && isText(value)) ? joined(known, value)
						: new StringBuilder(value));
			}
		});
	}

	private static StringBuilder joined(StringBuilder text, String more) {
		text.setLength(text.length() - 1);
		return text.append(more, 1, more.length());
	}

	private static boolean isText(CharSequence json) {
		return json.length() > 1 && json.charAt(0) == '"';
	}

	private static boolean isNull(String json) {
		return json.equals("null");
	}

	/**
	 * The block, whether or not all of it came.
	 * @param json reads and writes the JSON
	 * @return the block
	 */
	ServerBlock whole(Json json) {
		byte[] block = json.write((generator) -> {
			generator.writeStartObject();
			this.fields.forEach((name, value) -> {
				generator.writeName(name);
				generator.writeRawValue(value.toString());
			});
			if (this.call) {
				String arguments = this.input.toString();
				generator.writeName(INPUT);
				generator.writeRawValue(json.isObject(arguments) ? arguments : "{}");
			}
			generator.writeEndObject();
		});
		return new ServerBlock(new String(block, StandardCharsets.UTF_8));
	}

}
