package io.github.llmspring.wire.anthropic;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ToolJson;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests for messages.
 */
final class AnthropicRequestWriter {

	private static final String API_VERSION = "2023-06-01";

	private final ChatRequest request;

	private final Dialect dialect;

	private final Conversation conversation;

	private AnthropicRequestWriter(ChatRequest request, Dialect dialect) {
		this.request = request;
		this.dialect = dialect;
		this.conversation = Conversation.of(request.messages(), true, ContentWriter::sendable);
	}

	static HttpCall write(ChatRequest request, Dialect dialect) {
		return new AnthropicRequestWriter(request, dialect).call();
	}

	private HttpCall call() {
		PortableOptions portable = Sampling
			.limit(PortableOptions.of(this.request, this.dialect, "seed", "frequency-penalty", "presence-penalty"));
		ChatOptions options = portable.accepted();
		byte[] body = JsonBody.write(this.dialect.json(), options.extra(), (object) -> body(object, options));
		Map<String, String> headers = Map.of("anthropic-version", API_VERSION, "Accept",
				this.request.streaming() ? "text/event-stream" : "application/json");
		List<String> warnings = Stream.concat(portable.warnings().stream(), this.conversation.warnings().stream())
			.toList();
		return HttpCall.post("/messages", headers, body, warnings);
	}

	private void body(JsonBody body, ChatOptions options) {
		body.field("model", this.request.model())
			.field("max_tokens", (options.maxOutputTokens() != null) ? options.maxOutputTokens()
					: this.dialect.get(AnthropicDialect.DEFAULT_MAX_OUTPUT_TOKENS));
		if (!this.conversation.system().isEmpty()) {
			body.value("system", this::system);
		}
		body.value("messages", (json) -> new ContentWriter(this.dialect.json(), json).turns(this.conversation.turns()));
		body.field("stream", this.request.streaming() ? true : null)
			.field("temperature", options.temperature())
			.field("top_p", options.topP())
			.field("stop_sequences", options.stop().isEmpty() ? null : options.stop());
		if (!this.request.tools().isEmpty()) {
			body.value("tools", (json) -> tools(json, this.request.tools()));
			toolChoice(body, options);
		}
		else if (!calledTools().isEmpty()) {
			body.value("tools", (json) -> tools(json, calledTools()))
				.object("tool_choice", (fields) -> fields.field("type", "none"));
		}
	}

	/**
	 * The service is told inside the choice that it may ask for one tool only.
	 */
	private static void toolChoice(JsonBody body, ChatOptions options) {
		boolean single = Boolean.FALSE.equals(options.parallelToolCalls());
		if (options.toolChoice() == null && !single) {
			return;
		}
		ToolChoice choice = (options.toolChoice() != null) ? options.toolChoice() : ToolChoice.AUTO;
		String type = switch (choice.mode()) {
			case AUTO -> "auto";
			case REQUIRED -> "any";
			case NONE -> "none";
			case NAMED -> "tool";
		};
		body.object("tool_choice",
				(fields) -> fields.field("type", type)
					.field("name", choice.tool())
					.field("disable_parallel_tool_use", (single && !type.equals("none")) ? true : null));
	}

	private void system(JsonGenerator json) {
		List<String> system = this.conversation.system();
		if (system.size() == 1) {
			json.writeString(system.get(0));
			return;
		}
		json.writeStartArray();
		for (String text : system) {
			json.writeStartObject();
			json.writeStringProperty("type", "text");
			json.writeStringProperty("text", text);
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	/**
	 * Stand-ins for the tools of earlier turns: the service takes no history with tool
	 * calls unless tools are defined.
	 */
	private List<ToolDefinition> calledTools() {
		return this.conversation.turns()
			.stream()
			.map(Message::content)
			.flatMap(List::stream)
			.filter(Content.ToolCall.class::isInstance)
			.map((call) -> ((Content.ToolCall) call).name())
			.distinct()
			.map((name) -> new ToolDefinition(name, "No longer available.", "{\"type\":\"object\"}"))
			.toList();
	}

	private void tools(JsonGenerator json, List<ToolDefinition> tools) {
		Json reader = this.dialect.json();
		json.writeStartArray();
		for (ToolDefinition tool : tools) {
			json.writeStartObject();
			json.writeStringProperty("name", tool.name());
			json.writeStringProperty("description", tool.description());
			json.writeName("input_schema");
			json.writeRawValue(ToolJson.schema(reader, tool));
			json.writeEndObject();
		}
		json.writeEndArray();
	}

}
