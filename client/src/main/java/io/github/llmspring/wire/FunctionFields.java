package io.github.llmspring.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the tools of a request as functions, and how free the model is to call them.
 * Services reject a choice without tools.
 */
public final class FunctionFields {

	private static final String FUNCTION = "function";

	private final Json reader;

	private final boolean nested;

	private FunctionFields(Json reader, boolean nested) {
		this.reader = reader;
		this.nested = nested;
	}

	/**
	 * Functions that are an object within the tool.
	 * @param reader reads the schemas
	 * @return the fields
	 */
	public static FunctionFields nested(Json reader) {
		return new FunctionFields(reader, true);
	}

	/**
	 * Functions that are the tool itself. Where nothing is said, such services hold a
	 * schema to stricter rules than JSON Schema does, so it is said.
	 * @param reader reads the schemas
	 * @return the fields
	 */
	public static FunctionFields flat(Json reader) {
		return new FunctionFields(reader, false);
	}

	/**
	 * Writes the fields, none where there is no tool.
	 * @param body the body
	 * @param tools the tools
	 * @param options how free the model is to call them
	 */
	public void write(JsonBody body, List<ToolDefinition> tools, ChatOptions options) {
		if (!tools.isEmpty()) {
			body.value("tools", (json) -> tools(json, tools));
			choice(body, options.toolChoice());
			body.field("parallel_tool_calls", Boolean.FALSE.equals(options.parallelToolCalls()) ? false : null);
		}
	}

	private void choice(JsonBody body, @Nullable ToolChoice choice) {
		if (choice == null) {
			return;
		}
		if (choice.mode() != ToolChoice.Mode.NAMED) {
			body.field("tool_choice", choice.mode().name().toLowerCase(Locale.ROOT));
			return;
		}
		String name = String.valueOf(choice.tool());
		body.field("tool_choice", this.nested ? Map.of("type", FUNCTION, FUNCTION, Map.of("name", name))
				: Map.of("type", FUNCTION, "name", name));
	}

	/**
	 * Writes the list of tools.
	 * @param json where to write a value
	 * @param tools the tools
	 */
	public void tools(JsonGenerator json, List<ToolDefinition> tools) {
		json.writeStartArray();
		for (ToolDefinition tool : tools) {
			json.writeStartObject();
			json.writeStringProperty("type", FUNCTION);
			if (this.nested) {
				json.writeObjectPropertyStart(FUNCTION);
				function(json, tool);
				json.writeEndObject();
			}
			else {
				function(json, tool);
				json.writeBooleanProperty("strict", false);
			}
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	private void function(JsonGenerator json, ToolDefinition tool) {
		json.writeStringProperty("name", tool.name());
		json.writeStringProperty("description", tool.description());
		json.writeName("parameters");
		json.writeRawValue(ToolJson.schema(this.reader, tool));
	}

}
