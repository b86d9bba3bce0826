package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.FunctionFields;
import io.github.llmspring.wire.JsonBody;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tools of a request and how free the model is to call them. Services reject a
 * choice without tools.
 */
final class ToolFields {

	private ToolFields() {
	}

	static void write(JsonBody body, List<ToolDefinition> tools, ChatOptions options, Dialect dialect) {
		ToolChoice choice = options.toolChoice();
		List<ToolDefinition> offered = (choice != null) ? offered(tools, choice, dialect) : tools;
		if (!offered.isEmpty()) {
			body.value("tools", (json) -> FunctionFields.nested(dialect.json()).tools(json, offered));
			body.field("tool_choice", (choice != null) ? choice(choice, dialect) : null);
			body.field("parallel_tool_calls", Boolean.FALSE.equals(options.parallelToolCalls()) ? false : null);
		}
	}

	private static List<ToolDefinition> offered(List<ToolDefinition> tools, ToolChoice choice, Dialect dialect) {
		return switch (choice.mode()) {
			case AUTO, REQUIRED -> tools;
			case NONE -> dialect.get(ChatDialect.FORBIDDEN_CHOICE).isEmpty() ? List.of() : tools;
			case NAMED -> dialect.get(ChatDialect.NAMED_CHOICE) ? tools
					: tools.stream().filter((tool) -> tool.name().equals(choice.tool())).toList();
		};
	}

	private static @Nullable Object choice(ToolChoice choice, Dialect dialect) {
		if (choice.mode() == ToolChoice.Mode.NAMED && dialect.get(ChatDialect.NAMED_CHOICE)) {
			return Map.of("type", "function", "function", Map.of("name", String.valueOf(choice.tool())));
		}
		String word = dialect.get(switch (choice.mode()) {
			case AUTO -> ChatDialect.FREE_CHOICE;
			case NONE -> ChatDialect.FORBIDDEN_CHOICE;
			case REQUIRED, NAMED -> ChatDialect.FORCED_CHOICE;
		});
		return word.isEmpty() ? null : word;
	}

}
