package io.github.llmspring.wire.anthropic;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.AnswerForm;
import io.github.llmspring.wire.CacheMarks;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.ModelMedia;
import io.github.llmspring.wire.PathSegment;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ThinkingProof;
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

	private final String version;

	private final Thinking thinking;

	private final AnswerForm form;

	private final Conversation conversation;

	private final CacheMarks marks;

	private AnthropicRequestWriter(ChatRequest request, Dialect dialect) {
		this.request = request;
		this.dialect = dialect;
		this.version = dialect.get(AnthropicDialect.VERSION_IN_BODY);
		PortableOptions taken = PortableOptions.of(request, dialect, "seed", "frequency-penalty", "presence-penalty",
				"log-probabilities");
		this.thinking = Thinking.of(Sampling.limit(taken), dialect, String.valueOf(request.model()),
				!dialect.get(AnthropicDialect.THINKING_AMID_TURN) && begunWithoutThinking(request.messages()));
		this.form = AnswerForm.of(request, dialect,
				dialect.get(DialectKey.FORCED_CALL_BESIDE_REASONING) || this.thinking.isOff(),
				dialect.get(AnthropicDialect.UNENFORCED_KEYWORDS));
		List<Message> messages = this.form.messages(request.messages());
		this.conversation = Conversation.of(messages, true, ContentWriter::sendable);
		this.marks = new CacheMarks(messages, ContentWriter::sendable);
	}

	/**
	 * Whether the model is amid a turn, calling tools, whose beginning is not its own or
	 * was made without thinking.
	 */
	private static boolean begunWithoutThinking(List<Message> messages) {
		int beginning = messages.size();
		while (beginning > 0 && messages.get(beginning - 1).role() != Role.USER) {
			beginning--;
		}
		List<Message> turn = messages.subList(beginning, messages.size())
			.stream()
			.filter((message) -> message.role() == Role.ASSISTANT)
			.toList();
		return !turn.isEmpty() && turn.get(0)
			.content()
			.stream()
			.filter(ContentWriter::sendable)
			.findFirst()
			.filter((content) -> ThinkingProof.of(content.providerData(), AnthropicFormat.ID) != null)
			.isEmpty();
	}

	static HttpCall write(ChatRequest request, Dialect dialect) {
		ModelMedia media = ModelMedia.leftOut(request);
		return media.warned(new AnthropicRequestWriter(media.request(), dialect).call());
	}

	private HttpCall call() {
		PortableOptions portable = this.thinking.options();
		ChatOptions options = portable.accepted();
		byte[] body = JsonBody.write(this.dialect.json(), options.extra(), (object) -> body(object, options));
		String accept = this.request.streaming() ? "text/event-stream" : "application/json";
		Map<String, String> headers = this.version.isEmpty()
				? Map.of("anthropic-version", API_VERSION, "Accept", accept) : Map.of("Accept", accept);
		List<String> warnings = Stream.of(portable.warnings(), this.conversation.warnings(), this.marks.warnings())
			.flatMap(List::stream)
			.toList();
		return HttpCall.post(path(), headers, body, warnings);
	}

	private String path() {
		String ofStreams = this.request.streaming() ? this.dialect.get(AnthropicDialect.STREAM_PATH) : "";
		return PathSegment.withModel(ofStreams.isEmpty() ? this.dialect.get(AnthropicDialect.PATH) : ofStreams,
				this.request.model());
	}

	private void body(JsonBody body, ChatOptions options) {
		body.field("anthropic_version", this.version.isEmpty() ? null : this.version)
			.field("model", this.dialect.get(AnthropicDialect.MODEL_IN_BODY) ? this.request.model() : null)
			.field("max_tokens", this.thinking.maxTokens());
		if (!this.thinking.fields().isEmpty()) {
			body.object("thinking", (fields) -> this.thinking.fields().forEach(fields::field));
		}
		Map<String, Object> format = (this.form.schema() != null)
				? Map.of("type", "json_schema", "schema", this.form.schema()) : null;
		if (this.thinking.effort() != null || format != null) {
			body.object("output_config",
					(fields) -> fields.field("effort", this.thinking.effort()).field("format", format));
		}
		if (!this.conversation.system().isEmpty()) {
			body.value("system", this::system);
		}
		body.value("messages",
				(json) -> new ContentWriter(this.dialect, json, this.marks).turns(this.conversation.turns()));
		body.field("stream", this.request.streaming() ? true : null)
			.field("temperature", options.temperature())
			.field("top_p", options.topP())
			.field("stop_sequences", options.stop().isEmpty() ? null : options.stop());
		tools(body, options);
	}

	private void tools(JsonBody body, ChatOptions options) {
		boolean offered = !this.request.tools().isEmpty();
		List<ToolDefinition> known = offered ? this.request.tools() : this.conversation.calledTools();
		List<ToolDefinition> tools = this.form.tools(known);
		if (!tools.isEmpty()) {
			body.value("tools", (json) -> tools(json, tools));
			ToolChoice choice = this.form.choice(offered ? options.toolChoice() : ToolChoice.NONE, offered);
			toolChoice(body, choice, Boolean.FALSE.equals(options.parallelToolCalls()));
		}
	}

	/**
	 * The service is told inside the choice that it may ask for one tool only.
	 */
	private static void toolChoice(JsonBody body, @Nullable ToolChoice asked, boolean single) {
		if (asked == null && !single) {
			return;
		}
		ToolChoice choice = (asked != null) ? asked : ToolChoice.AUTO;
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
		if (system.size() == 1 && !this.marks.onSystem()) {
			json.writeString(system.get(0));
			return;
		}
		json.writeStartArray();
		for (int i = 0; i < system.size(); i++) {
			json.writeStartObject();
			json.writeStringProperty("type", "text");
			json.writeStringProperty("text", system.get(i));
			if (this.marks.onSystem(i)) {
				ContentWriter.writeMark(json);
			}
			json.writeEndObject();
		}
		json.writeEndArray();
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
			if (this.marks.onTools() && tool == tools.get(tools.size() - 1)) {
				ContentWriter.writeMark(json);
			}
			json.writeEndObject();
		}
		json.writeEndArray();
	}

}
