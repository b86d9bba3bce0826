package io.github.llmspring;

import java.util.Map;

/**
 * One call of a tool.
 *
 * @param call what the model asks for
 * @param context what the application gave for its tools, such as the user; it never
 * passes through the model
 */
public record ToolInvocation(Content.ToolCall call, Map<String, Object> context) {

	public ToolInvocation {
		context = Map.copyOf(context);
	}

}
