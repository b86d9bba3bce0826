package io.github.llmspring.wire.anthropic;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.AnswerTool;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.SchemaRules;
import io.github.llmspring.wire.StructuredOutput;
import io.github.llmspring.wire.StructuredOutput.Mode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a request asks for an answer of a set form: by a schema, by a tool that has to be
 * called with the answer, or in words where the model cannot be made to call it.
 *
 * @param output the form and the way to it, or {@code null} where any text will do
 * @param schema the schema as the service guarantees it, or {@code null}
 */
record AnswerForm(@Nullable StructuredOutput output, @Nullable JsonNode schema) {

	static AnswerForm of(ChatRequest request, Dialect dialect, boolean forcible) {
		StructuredOutput output = StructuredOutput.of(request, dialect);
		if (output == null) {
			return new AnswerForm(null, null);
		}
		JsonNode schema = null;
		if (output.mode() == Mode.SCHEMA && !References.circular(output.schema())) {
			schema = output.schema(new SchemaRules(dialect.get(AnthropicDialect.UNENFORCED_KEYWORDS), false));
		}
		if (schema != null) {
			return new AnswerForm(output, schema);
		}
		boolean callable = forcible && !dialect.get(DialectKey.REJECTS).contains("tool-choice-named");
		boolean tool = callable && (output.mode() == Mode.SCHEMA || output.mode() == Mode.TOOL);
		return new AnswerForm(output.by(tool ? Mode.TOOL : Mode.PROMPT), null);
	}

	private boolean byTool() {
		return this.output != null && this.output.mode() == Mode.TOOL;
	}

	List<Message> messages(List<Message> messages) {
		return (this.output != null && this.output.mode() == Mode.PROMPT) ? this.output.instruct(messages) : messages;
	}

	List<ToolDefinition> tools(List<ToolDefinition> tools) {
		return (this.output != null && byTool()) ? AnswerTool.beside(tools, this.output) : tools;
	}

	@Nullable ToolChoice choice(@Nullable ToolChoice choice, boolean tools) {
		return byTool() ? AnswerTool.choice(choice, tools) : choice;
	}

	@Nullable Map<String, Object> format() {
		return (this.schema != null) ? Map.of("type", "json_schema", "schema", this.schema) : null;
	}

}
