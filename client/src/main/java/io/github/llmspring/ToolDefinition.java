package io.github.llmspring;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A tool that a model may ask for: its name, what it does, and the arguments it takes.
 *
 * @param name the name, {@code [A-Za-z_][A-Za-z0-9_-]{0,63}}: the characters that all
 * services accept
 * @param description what the tool does and when to use it, written for the model
 * @param inputSchema the arguments as a JSON Schema of an object
 * @param function what it does; {@code null} where the caller answers its calls
 */
public record ToolDefinition(String name, String description, String inputSchema, @Nullable ToolFunction function) {

	public ToolDefinition {
		Objects.requireNonNull(name, "'name' must not be null");
		Objects.requireNonNull(description, "'description' must not be null");
		Objects.requireNonNull(inputSchema, "'inputSchema' must not be null");
	}

	/**
	 * Tool whose calls come back to the caller.
	 * @param name the name
	 * @param description what the tool does
	 * @param inputSchema the arguments as a JSON Schema of an object
	 */
	public ToolDefinition(String name, String description, String inputSchema) {
		this(name, description, inputSchema, null);
	}

}
