package io.github.llmspring.wire.bedrock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.AnswerForm;
import io.github.llmspring.wire.CacheMarks;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.Framing;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.ModelMedia;
import io.github.llmspring.wire.PathSegment;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningFields;
import io.github.llmspring.wire.ReasoningScale;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests for conversations.
 */
final class ConverseRequestWriter {

	static final String PATH = "/model/{model}/converse";

	static final String STREAM_PATH = "/model/{model}/converse-stream";

	private final ChatRequest request;

	private final Dialect dialect;

	private final ReasoningFields reasoning;

	private final AnswerForm form;

	private final Conversation conversation;

	private final CacheMarks marks;

	private ConverseRequestWriter(ChatRequest request, Dialect dialect) {
		this.request = request;
		this.dialect = dialect;
		PortableOptions taken = PortableOptions
			.of(request, dialect, "seed", "frequency-penalty", "presence-penalty", "parallel-tool-calls",
					"log-probabilities")
			.temperatureUpTo(1.0);
		this.reasoning = ReasoningFields.of(
				dialect.get(BedrockDialect.THINKING_BUDGET)
						? ThinkingBudget.fit(taken, dialect.get(BedrockDialect.MOST_THINKING)) : taken,
				dialect, String.valueOf(request.model()), !request.tools().isEmpty());
		boolean forcible = !dialect.get(DialectKey.REJECTS).contains("tool-choice-required")
				&& (dialect.get(DialectKey.FORCED_CALL_BESIDE_REASONING)
						|| !ReasoningScale.isOn(this.reasoning.options().accepted().reasoning()));
		this.form = AnswerForm.of(request, dialect, forcible, dialect.get(BedrockDialect.UNENFORCED_KEYWORDS));
		List<Message> messages = this.form.messages(request.messages());
		this.conversation = Conversation.of(messages, true, BlockWriter::sendable);
		this.marks = new CacheMarks(
				dialect.get(BedrockDialect.CACHE_POINTS).equals("none")
						? messages.stream().map(ConverseRequestWriter::unmarked).toList() : messages,
				BlockWriter::sendable);
	}

	private static Message unmarked(Message message) {
		return message.cached() ? new Message(message.role(), message.content()) : message;
	}

	static HttpCall write(ChatRequest request, Dialect dialect) {
		ModelMedia media = ModelMedia.leftOut(request);
		return media.warned(new ConverseRequestWriter(media.request(), dialect).call());
	}

	private HttpCall call() {
		String path = PathSegment.withModel(this.request.streaming() ? STREAM_PATH : PATH, this.request.model());
		PortableOptions portable = this.reasoning.options();
		byte[] body = JsonBody.write(this.dialect.json(), portable.accepted().extra(),
				(object) -> body(object, portable.accepted()));
		Map<String, String> headers = Map.of("Accept",
				this.request.streaming() ? Framing.BINARY_MESSAGES.mediaType() : "application/json");
		List<String> warnings = Stream.of(portable.warnings(), this.conversation.warnings(), this.marks.warnings())
			.flatMap(List::stream)
			.toList();
		return HttpCall.post(path, headers, body, warnings);
	}

	private void body(JsonBody body, ChatOptions options) {
		List<String> system = this.conversation.system();
		boolean apart = this.dialect.get(BedrockDialect.SYSTEM_INSTRUCTION);
		if (apart && !system.isEmpty()) {
			body.value("system", (json) -> blocks(json).system(system));
		}
		body.value("messages", (json) -> blocks(json).turns(this.conversation.turns(), apart ? List.of() : system));
		Map<String, Object> config = config(options);
		if (!config.isEmpty()) {
			body.object("inferenceConfig", (fields) -> config.forEach(fields::field));
		}
		tools(body, options);
		Map<String, Object> format = format();
		if (format != null) {
			body.object("outputConfig", (fields) -> fields.field("textFormat", format));
		}
		if (!this.reasoning.values().isEmpty()) {
			body.object("additionalModelRequestFields", this.reasoning::write);
		}
	}

	private BlockWriter blocks(JsonGenerator json) {
		return new BlockWriter(this.dialect, json, this.marks);
	}

	private static Map<String, Object> config(ChatOptions options) {
		Map<String, Object> config = new LinkedHashMap<>();
		config.put("maxTokens", options.maxOutputTokens());
		config.put("temperature", options.temperature());
		config.put("topP", options.topP());
		config.put("stopSequences", options.stop().isEmpty() ? null : options.stop());
		config.values().removeIf(Objects::isNull);
		return config;
	}

	/**
	 * The service takes the schema as text.
	 */
	private @Nullable Map<String, Object> format() {
		if (this.form.output() == null || this.form.schema() == null) {
			return null;
		}
		Map<String, Object> schema = Map.of("name", this.form.output().format().name(), "schema",
				this.form.schema().toString());
		return Map.of("type", "json_schema", "structure", Map.of("jsonSchema", schema));
	}

	/**
	 * The service knows no word that forbids calls, so no tools are offered then, or only
	 * stand-ins where the conversation holds calls.
	 */
	private void tools(JsonBody body, ChatOptions options) {
		ToolChoice asked = options.toolChoice();
		boolean offered = !this.request.tools().isEmpty() && asked != ToolChoice.NONE;
		List<ToolDefinition> tools = this.form.tools(offered ? this.request.tools() : this.conversation.calledTools());
		if (!tools.isEmpty()) {
			ToolChoice choice = this.form.choice(offered ? asked : ToolChoice.NONE, offered);
			body.object("toolConfig", (fields) -> {
				fields.value("tools", (json) -> tools(json, tools));
				choice(fields, choice);
			});
		}
	}

	private static void choice(JsonBody config, @Nullable ToolChoice choice) {
		if (choice != null && choice.mode() != ToolChoice.Mode.NONE) {
			Map<String, Object> written = switch (choice.mode()) {
				case REQUIRED -> Map.of("any", Map.of());
				case NAMED -> Map.of("tool", Map.of("name", String.valueOf(choice.tool())));
				default -> Map.of("auto", Map.of());
			};
			config.field("toolChoice", written);
		}
	}

	private void tools(JsonGenerator json, List<ToolDefinition> tools) {
		json.writeStartArray();
		for (ToolDefinition tool : tools) {
			json.writeStartObject();
			json.writeObjectPropertyStart("toolSpec");
			json.writeStringProperty("name", tool.name());
			if (!tool.description().isBlank()) {
				json.writeStringProperty("description", tool.description());
			}
			json.writeObjectPropertyStart("inputSchema");
			json.writeName("json");
			json.writeRawValue(ToolJson.schema(this.dialect.json(), tool));
			json.writeEndObject();
			json.writeEndObject();
			json.writeEndObject();
		}
		if (this.marks.onTools() && this.dialect.get(BedrockDialect.CACHE_POINTS).equals("all")) {
			BlockWriter.writeMark(json);
		}
		json.writeEndArray();
	}

}
