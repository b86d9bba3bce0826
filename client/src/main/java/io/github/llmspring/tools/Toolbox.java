package io.github.llmspring.tools;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolFunction;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.schema.Excerpt;
import io.github.llmspring.schema.InvalidJsonException;
import io.github.llmspring.schema.JsonSchema;
import io.github.llmspring.schema.MissingLibraryException;
import io.github.llmspring.schema.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * The tools of one request, ready to be called.
 */
final class Toolbox {

	private static final int LONGEST_NAME = 80;

	private final Map<String, Executable> executables = new LinkedHashMap<>();

	private final Set<String> ofCaller = new LinkedHashSet<>();

	private final Map<String, Object> context;

	private final int maxArguments;

	private final boolean forbidden;

	private Toolbox(ChatRequest request, int maxArguments) {
		this.context = request.toolContext();
		this.maxArguments = maxArguments;
		ToolChoice choice = request.options().toolChoice();
		this.forbidden = choice != null && choice.mode() == ToolChoice.Mode.NONE;
	}

	/**
	 * Tools of a request.
	 * @throws LlmException if one of them could not be run
	 */
	static Toolbox of(ChatRequest request, int maxArguments) {
		Toolbox toolbox = new Toolbox(request, maxArguments);
		request.tools().forEach(toolbox::add);
		return toolbox;
	}

	private void add(ToolDefinition tool) {
		if (this.executables.containsKey(tool.name()) || this.ofCaller.contains(tool.name())) {
			throw LlmException.of(Reason.INVALID_REQUEST, "two tools are called '" + tool.name() + "'");
		}
		ToolFunction function = tool.function();
		if (function == null) {
			this.ofCaller.add(tool.name());
			return;
		}
		if (function instanceof ContextNeeds needs) {
			needs.check(this.context);
		}
		this.executables.put(tool.name(), new Executable(function, schema(tool)));
	}

	private static JsonSchema schema(ToolDefinition tool) {
		try {
			return JsonSchema.of(tool.inputSchema());
		}
		catch (IllegalArgumentException ex) {
			throw LlmException
				.builder(Reason.INVALID_REQUEST,
						"the input schema of the tool '" + tool.name() + "' cannot be used: " + ex.getMessage())
				.advice("Give a JSON Schema such as {\"type\": \"object\", \"properties\": {}}.")
				.build();
		}
		catch (MissingLibraryException ex) {
			throw LlmException.builder(Reason.UNSUPPORTED, "the tool '" + tool.name() + "' cannot be run")
				.advice(ex.getMessage() + ".")
				.build();
		}
	}

	/**
	 * Whether a call is for the caller: of a tool that was declared without a function.
	 */
	boolean leavesToCaller(Content.ToolCall call) {
		return this.ofCaller.contains(call.name());
	}

	/**
	 * Prepares a call, so that nothing is left but to run it.
	 * @throws RejectedCallException if there is no such tool, or the arguments do not fit
	 */
	ReadyCall prepare(Content.ToolCall call) throws RejectedCallException {
		Executable tool = this.executables.get(call.name());
		if (tool == null) {
			throw new RejectedCallException("There is no tool '" + Excerpt.of(call.name(), LONGEST_NAME)
					+ "'. The tools are: " + String.join(", ", this.executables.keySet()) + ".");
		}
		if (this.forbidden) {
			throw new RejectedCallException("No tool may be called for this answer. Answer without.");
		}
		if (isTooLong(call)) {
			throw new RejectedCallException("The arguments are " + call.arguments().length()
					+ " characters long, but at most " + this.maxArguments + " are taken. Call it with less.");
		}
		try {
			String arguments = checked(call.arguments(), tool.schema());
			return new ReadyCall(tool.function(), new ToolInvocation(
					new Content.ToolCall(call.id(), call.name(), arguments, call.providerData()), this.context));
		}
		catch (InvalidJsonException ex) {
			throw RejectedCallException.ofArguments(ex);
		}
	}

	private static String checked(String text, JsonSchema schema) throws InvalidJsonException, RejectedCallException {
		JsonNode arguments = schema.check(StrictJson.read(text.isBlank() ? "{}" : text));
		if (!arguments.isObject()) {
			throw new RejectedCallException("The arguments are no JSON object. Call it again with an object.");
		}
		return arguments.toString();
	}

	/**
	 * A turn as the model is reminded of it: without arguments that were too long to be
	 * taken.
	 */
	Message remembered(Message turn) {
		List<Content> content = turn.content().stream().map(this::remembered).toList();
		return content.equals(turn.content()) ? turn : new Message(turn.role(), content, turn.cached());
	}

	private Content remembered(Content content) {
		return (content instanceof Content.ToolCall call && isTooLong(call))
				? new Content.ToolCall(call.id(), call.name(), "{}", call.providerData()) : content;
	}

	private boolean isTooLong(Content.ToolCall call) {
		return call.arguments().length() > this.maxArguments;
	}

	private record Executable(ToolFunction function, JsonSchema schema) {
	}

	/**
	 * A call whose tool is known and whose arguments fit.
	 */
	record ReadyCall(ToolFunction function, ToolInvocation invocation) {
	}

}
