package io.github.llmspring.wire;

import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.ToolDefinition;

/**
 * The JSON that tools bring along as text, checked before it becomes part of a body.
 */
public final class ToolJson {

	private ToolJson() {
	}

	/**
	 * Arguments of an earlier call. A model may have written anything; a service takes
	 * only an object.
	 * @param json reads the JSON
	 * @param call the call
	 * @return the arguments, or an empty object where they are none
	 */
	public static String arguments(Json json, Content.ToolCall call) {
		return json.isObject(call.arguments()) ? call.arguments() : "{}";
	}

	/**
	 * Schema of the arguments that a tool takes.
	 * @param json reads the JSON
	 * @param tool the tool
	 * @return the schema
	 * @throws LlmException with reason {@code INVALID_REQUEST} if it is no JSON object
	 */
	public static String schema(Json json, ToolDefinition tool) {
		if (!json.isObject(tool.inputSchema())) {
			throw LlmException
				.builder(LlmException.Reason.INVALID_REQUEST,
						"the input schema of the tool '" + tool.name() + "' is no JSON object")
				.advice("Give a JSON Schema such as {\"type\": \"object\", \"properties\": {}}.")
				.build();
		}
		return tool.inputSchema();
	}

}
