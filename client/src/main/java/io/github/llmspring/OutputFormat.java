package io.github.llmspring;

import java.util.Objects;

/**
 * The form an answer must have: JSON that a schema describes.
 *
 * @param name a name for the schema, {@code [A-Za-z0-9_-]{1,64}}
 * @param schema the JSON Schema
 */
public record OutputFormat(String name, String schema) {

	public OutputFormat {
		Objects.requireNonNull(name, "'name' must not be null");
		Objects.requireNonNull(schema, "'schema' must not be null");
	}

}
