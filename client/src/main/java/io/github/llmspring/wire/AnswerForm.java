package io.github.llmspring.wire;

import java.util.List;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
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
public record AnswerForm(@Nullable StructuredOutput output, @Nullable JsonNode schema) {

	/**
	 * The form of a request.
	 * @param request the request
	 * @param dialect the dialect of the model
	 * @param forcible whether the model can be made to call a tool
	 * @param unenforced keywords of a schema that the service does not take
	 * @return the form
	 */
	public static AnswerForm of(ChatRequest request, Dialect dialect, boolean forcible, List<?> unenforced) {
		StructuredOutput output = StructuredOutput.of(request, dialect);
		if (output == null) {
			return new AnswerForm(null, null);
		}
		JsonNode schema = null;
		if (output.mode() == Mode.SCHEMA && !References.circular(output.schema())) {
			schema = output.schema(new SchemaRules(unenforced, false));
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

	/**
	 * The messages to send.
	 * @param messages the messages of the request
	 * @return the same, with the form in words where these have to do
	 */
	public List<Message> messages(List<Message> messages) {
		return (this.output != null && this.output.mode() == Mode.PROMPT) ? this.output.instruct(messages) : messages;
	}

	/**
	 * The tools to offer.
	 * @param tools the tools of the request
	 * @return the same, with that of the answer where it is one
	 */
	public List<ToolDefinition> tools(List<ToolDefinition> tools) {
		return (this.output != null && byTool()) ? AnswerTool.beside(tools, this.output) : tools;
	}

	/**
	 * The choice of a tool that leads to the answer, as far as the caller leaves it open.
	 * @param choice what the caller asks for, or {@code null}
	 * @param tools whether the caller offers tools
	 * @return the choice, or {@code null} for none
	 */
	public @Nullable ToolChoice choice(@Nullable ToolChoice choice, boolean tools) {
		return byTool() ? AnswerTool.choice(choice, tools) : choice;
	}

}
