package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Tool that a model has to call with its answer, for models that no field brings to
 * answer in a set form.
 */
public final class AnswerTool {

	/**
	 * Name of the tool. What a model passes to a tool of this name is its answer and no
	 * call.
	 */
	public static final String NAME = "final_json_answer";

	private AnswerTool() {
	}

	/**
	 * Offers the tool beside those of the caller.
	 * @param tools the tools of the caller
	 * @param output the form of the answer
	 * @return all tools
	 */
	public static List<ToolDefinition> beside(List<ToolDefinition> tools, StructuredOutput output) {
		List<ToolDefinition> extended = new ArrayList<>(tools);
		extended.add(new ToolDefinition(NAME, "Takes the answer to the user. Call it once, with the whole answer.",
				output.schema().toString()));
		return extended;
	}

	/**
	 * The choice of a tool that leads to the answer, as far as the caller leaves it open.
	 * @param choice what the caller asks for, or {@code null}
	 * @param tools whether the caller offers tools
	 * @return the choice
	 */
	public static ToolChoice choice(@Nullable ToolChoice choice, boolean tools) {
		if (choice != null && choice.mode() == ToolChoice.Mode.NAMED) {
			return choice;
		}
		return (tools && choice != ToolChoice.NONE) ? ToolChoice.REQUIRED : ToolChoice.named(NAME);
	}

}
