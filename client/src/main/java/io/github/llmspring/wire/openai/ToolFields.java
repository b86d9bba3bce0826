package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.FunctionTools;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.JsonBody;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tools of a request and how free the model is to call them. Services reject a
 * choice without tools.
 */
final class ToolFields {

	private ToolFields() {
	}

	static void write(JsonBody body, List<ToolDefinition> tools, ChatOptions options, Json reader) {
		if (!tools.isEmpty()) {
			body.value("tools", (json) -> FunctionTools.write(json, tools, reader));
			choice(body, options.toolChoice());
			body.field("parallel_tool_calls", Boolean.FALSE.equals(options.parallelToolCalls()) ? false : null);
		}
	}

	private static void choice(JsonBody body, @Nullable ToolChoice choice) {
		if (choice != null && choice.mode() == ToolChoice.Mode.NAMED) {
			body.field("tool_choice",
					Map.of("type", "function", "function", Map.of("name", String.valueOf(choice.tool()))));
		}
		else if (choice != null) {
			body.field("tool_choice", choice.mode().name().toLowerCase(Locale.ROOT));
		}
	}

}
