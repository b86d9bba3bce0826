package io.github.llmspring.wire;

import java.util.List;

import io.github.llmspring.ToolDefinition;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the tools of a request as functions, in the form that many services took over.
 */
public final class FunctionTools {

	private FunctionTools() {
	}

	/**
	 * Writes the list of tools.
	 * @param json where to write a value
	 * @param tools the tools
	 * @param reader reads the schemas
	 */
	public static void write(JsonGenerator json, List<ToolDefinition> tools, Json reader) {
		json.writeStartArray();
		for (ToolDefinition tool : tools) {
			json.writeStartObject();
			json.writeStringProperty("type", "function");
			json.writeObjectPropertyStart("function");
			json.writeStringProperty("name", tool.name());
			json.writeStringProperty("description", tool.description());
			json.writeName("parameters");
			json.writeRawValue(ToolJson.schema(reader, tool));
			json.writeEndObject();
			json.writeEndObject();
		}
		json.writeEndArray();
	}

}
