package io.github.llmspring.wire.bedrock;

import java.nio.charset.StandardCharsets;

import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A block in the making that a tool at the service left in an answer: a call of it, or
 * what it answered. It is nobody's to answer and goes back as it came.
 */
final class ServerTool {

	private static final String PREFIX = "block:";

	private final String kind;

	private final ObjectNode fields;

	private final StringBuilder input = new StringBuilder();

	private ServerTool(String kind, ObjectNode fields) {
		this.kind = kind;
		this.fields = fields;
	}

	/**
	 * Call as it begins.
	 * @param id its id, if any
	 * @param name the tool's name
	 * @return the block
	 */
	static ServerTool call(@Nullable String id, String name) {
		ObjectNode fields = JsonNodeFactory.instance.objectNode();
		if (id != null) {
			fields.put("toolUseId", id);
		}
		return new ServerTool("toolUse", fields.put("name", name).put("type", "server_tool_use"));
	}

	/**
	 * Result as it begins, or all of it.
	 * @param fields its fields
	 * @return the block
	 */
	static ServerTool result(ObjectNode fields) {
		return new ServerTool("toolResult", fields);
	}

	/**
	 * Adds to the arguments of a call.
	 * @param piece the next piece of JSON
	 */
	void addInput(String piece) {
		this.input.append(piece);
	}

	/**
	 * Adds to the content of a result.
	 * @param content the next pieces of content
	 */
	void addContent(JsonNode content) {
		content.forEach(this.fields.withArray("content")::add);
	}

	/**
	 * The block as the data of a piece.
	 * @param json reads and writes the JSON
	 * @return the data
	 */
	ProviderData toProviderData(Json json) {
		byte[] block = json.write((generator) -> {
			generator.writeStartObject();
			generator.writeObjectPropertyStart(this.kind);
			this.fields.properties().forEach((field) -> generator.writePOJOProperty(field.getKey(), field.getValue()));
			if (this.kind.equals("toolUse")) {
				String arguments = this.input.toString();
				generator.writeName("input");
				generator.writeRawValue(json.isObject(arguments) ? arguments : "{}");
			}
			generator.writeEndObject();
			generator.writeEndObject();
		});
		return new ProviderData(BedrockConverseFormat.ID, PREFIX + new String(block, StandardCharsets.UTF_8));
	}

	/**
	 * Block in the data of a piece.
	 * @param data the data, or {@code null}
	 * @return the block as JSON, or {@code null} where there is none
	 */
	static @Nullable String block(@Nullable ProviderData data) {
		String value = ProviderData.valueFor(data, BedrockConverseFormat.ID);
		return (value != null && value.startsWith(PREFIX)) ? value.substring(PREFIX.length()) : null;
	}

}
