package io.github.llmspring.wire.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.AnswerTool;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.ReasoningScale;
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
		if (output != null && output.mode() == Mode.TOOL && !callable(request, dialect)) {
			output = output.by(Mode.PROMPT);
		}
		return new TextFormat(output, (output != null) ? output.strictSchema(dialect) : null);
	}

	private static boolean callable(ChatRequest request, Dialect dialect) {
		return !dialect.get(DialectKey.REJECTS).contains("tool-choice-named")
				&& (dialect.get(DialectKey.FORCED_CALL_BESIDE_REASONING)
						|| !ReasoningScale.isOn(request.options().reasoning()));
	}

	List<ToolDefinition> tools(List<ToolDefinition> tools) {
		return (this.output != null && this.output.mode() == Mode.TOOL) ? AnswerTool.beside(tools, this.output) : tools;
	}

	ChatOptions options(ChatOptions options, boolean tools) {
		return (this.output != null && this.output.mode() == Mode.TOOL)
				? options.toBuilder().toolChoice(AnswerTool.choice(options.toolChoice(), tools)).build() : options;
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
		if (this.output == null || this.output.mode() != Mode.JSON) {
			return messages;
		}
		List<Message> instructed = new ArrayList<>(messages);
		instructed.add(0, Message.system(this.output.instruction()));
		return instructed;
	}

	void write(JsonBody body) {
		if (this.output == null || this.output.mode() == Mode.TOOL || this.output.mode() == Mode.PROMPT) {
			return;
		}
		if (this.output.mode() == Mode.JSON) {
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
