package io.github.llmspring.wire.responses;

import java.util.ArrayList;
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
 */
record TextFormat(@Nullable StructuredOutput output, @Nullable JsonNode strictSchema) {

	static TextFormat of(ChatRequest request, Dialect dialect) {
		StructuredOutput output = StructuredOutput.of(request, dialect);
		return new TextFormat(output, (output != null) ? output.strictSchema(dialect) : null);
	}

	/**
	 * Adds the form in words to the rules of the conversation.
	 */
	List<Message> rules(List<Message> rules) {
		return (this.output != null && this.output.mode() == Mode.PROMPT) ? this.output.instruct(rules) : rules;
	}

	/**
	 * Adds the form in words to the conversation itself: a service that is asked for JSON
	 * looks for the word there, and not among the rules.
	 */
	List<Message> messages(List<Message> messages) {
		if (this.output == null || this.output.mode() == Mode.SCHEMA || this.output.mode() == Mode.PROMPT) {
			return messages;
		}
		List<Message> instructed = new ArrayList<>(messages);
		instructed.add(0, Message.system(this.output.instruction()));
		return instructed;
	}

	void write(JsonBody body) {
		if (this.output == null || this.output.mode() == Mode.PROMPT) {
			return;
		}
		if (this.output.mode() != Mode.SCHEMA) {
			body.object("text", (text) -> text.field("format", Map.of("type", "json_object")));
			return;
		}
		String name = this.output.format().name();
		JsonNode schema = (this.strictSchema != null) ? this.strictSchema : this.output.schema();
		body.object("text",
				(text) -> text.object("format",
						(format) -> format.field("type", "json_schema")
							.field("name", name)
							.field("schema", schema)
							.field("strict", this.strictSchema != null)));
	}

}
