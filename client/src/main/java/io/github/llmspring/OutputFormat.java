package io.github.llmspring;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The form an answer must have: JSON that a schema describes.
 *
 * @param name a name for the schema, {@code [A-Za-z0-9_-]{1,64}}
 * @param schema the JSON Schema
 * @param check tells whether an answer fits, so that one that does not can go back to the
 * model; {@code null} where nobody looks
 */
public record OutputFormat(String name, String schema, @Nullable AnswerCheck check) {

	public OutputFormat {
		Objects.requireNonNull(name, "'name' must not be null");
		Objects.requireNonNull(schema, "'schema' must not be null");
	}

	/**
	 * Form of answers that nobody checks.
	 * @param name a name for the schema, {@code [A-Za-z0-9_-]{1,64}}
	 * @param schema the JSON Schema
	 */
	public OutputFormat(String name, String schema) {
		this(name, schema, null);
	}

}
