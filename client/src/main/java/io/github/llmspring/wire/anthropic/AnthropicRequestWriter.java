package io.github.llmspring.wire.anthropic;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
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
		PortableOptions portable = PortableOptions.of(this.request.options(), this.dialect,
				String.valueOf(this.request.model()), "seed", "frequency-penalty", "presence-penalty");
		ChatOptions options = portable.accepted();
		Sampling sampling = Sampling.of(options);
		byte[] body = JsonBody.write(this.dialect.json(), options.extra(),
				(object) -> body(object, options.maxOutputTokens(), sampling));
		Map<String, String> headers = Map.of("anthropic-version", API_VERSION, "Accept",
				this.request.streaming() ? "text/event-stream" : "application/json");
		List<String> warnings = Stream.of(portable.warnings(), sampling.warnings(), this.conversation.warnings())
			.flatMap(List::stream)
			.toList();
		return HttpCall.post("/messages", headers, body, warnings);
	}

	private void body(JsonBody body, @Nullable Integer maxOutputTokens, Sampling sampling) {
		body.field("model", this.request.model())
			.field("max_tokens", (maxOutputTokens != null) ? maxOutputTokens
					: this.dialect.get(AnthropicDialect.DEFAULT_MAX_OUTPUT_TOKENS));
		if (!this.conversation.system().isEmpty()) {
			body.value("system", this::system);
		}
		body.value("messages", (json) -> new ContentWriter(this.dialect.json(), json).turns(this.conversation.turns()));
		body.field("stream", this.request.streaming() ? true : null)
			.field("temperature", sampling.temperature())
			.field("top_p", sampling.topP())
			.field("stop_sequences", sampling.stop().isEmpty() ? null : sampling.stop());
		if (!this.request.tools().isEmpty()) {
			body.value("tools", (json) -> tools(json, this.request.tools()));
		}
		else if (!calledTools().isEmpty()) {
			body.value("tools", (json) -> tools(json, calledTools()))
				.object("tool_choice", (fields) -> fields.field("type", "none"));
		}
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
