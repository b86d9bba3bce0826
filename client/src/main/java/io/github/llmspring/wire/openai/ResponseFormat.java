package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.StructuredOutput;
import io.github.llmspring.wire.StructuredOutput.Mode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a request asks for an answer of a set form.
 *
 * @param output the form and the way to it, or {@code null} where any text will do
 * @param strictSchema the schema by the strict rules, or {@code null} where the service
 * does not know them or they cannot express it
 * @param named whether the schema is sent with a name and settings
 */
record ResponseFormat(@Nullable StructuredOutput output, @Nullable JsonNode strictSchema, boolean named) {

	static ResponseFormat of(ChatRequest request, Dialect dialect) {
		StructuredOutput output = StructuredOutput.of(request, dialect);
		return new ResponseFormat(output, (output != null) ? output.strictSchema(dialect) : null,
				dialect.get(ChatDialect.NAMED_SCHEMA));
	}

	List<Message> messages(List<Message> messages) {
		return (this.output == null || this.output.mode() == Mode.SCHEMA) ? messages : this.output.instruct(messages);
	}

	void write(JsonBody body) {
		if (this.output == null || this.output.mode() == Mode.PROMPT) {
			return;
		}
		if (this.output.mode() != Mode.SCHEMA) {
			body.field("response_format", Map.of("type", "json_object"));
			return;
		}
		String name = this.output.format().name();
		JsonNode schema = (this.strictSchema != null) ? this.strictSchema : this.output.schema();
		if (!this.named) {
			body.object("response_format",
					(fields) -> fields.field("type", "json_object").field("json_schema", schema));
			return;
		}
		body.object("response_format",
				(fields) -> fields.field("type", "json_schema")
					.object("json_schema",
							(described) -> described.field("name", name)
								.field("schema", schema)
								.field("strict", (this.strictSchema != null) ? true : null)));
	}

}
