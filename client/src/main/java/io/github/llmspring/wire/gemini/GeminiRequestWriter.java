package io.github.llmspring.wire.gemini;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.StructuredOutput;
import io.github.llmspring.wire.StructuredOutput.Mode;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests for generated content.
 */
final class GeminiRequestWriter {

	private final ChatRequest request;

	private final Dialect dialect;

	private final @Nullable StructuredOutput output;

	private final Conversation conversation;

	private GeminiRequestWriter(ChatRequest request, Dialect dialect) {
		this.request = request;
		this.dialect = dialect;
		this.output = StructuredOutput.of(request, dialect);
		this.conversation = Conversation.of((this.output == null || this.output.mode() == Mode.SCHEMA)
				? request.messages() : this.output.instruct(request.messages()), false, PartWriter::sendable);
	}

	static HttpCall write(ChatRequest request, Dialect dialect) {
		return new GeminiRequestWriter(request, dialect).call();
	}

	private HttpCall call() {
		boolean streaming = this.request.streaming();
		String path = ModelPath.of(this.request.model(), streaming);
		Thinking thinking = Thinking.of(PortableOptions.of(this.request, this.dialect, "parallel-tool-calls"),
				this.dialect, String.valueOf(this.request.model()));
		PortableOptions options = thinking.options();
		byte[] body = JsonBody.write(this.dialect.json(), options.accepted().extra(),
				(object) -> body(object, options.accepted(), thinking));
		Map<String, String> headers = Map.of("Accept", streaming ? "text/event-stream" : "application/json");
		List<String> warnings = Stream.concat(options.warnings().stream(), this.conversation.warnings().stream())
			.toList();
		return HttpCall.post(path, headers, body, warnings);
	}

	private void body(JsonBody body, ChatOptions options, Thinking thinking) {
		List<String> system = this.conversation.system();
		boolean apart = this.dialect.get(GeminiDialect.SYSTEM_INSTRUCTION);
		if (apart && !system.isEmpty()) {
			body.value("systemInstruction", (json) -> parts(json).system(system));
		}
		body.value("contents", (json) -> parts(json).turns(this.conversation.turns(), apart ? List.of() : system));
		Map<String, Object> config = config(options, thinking);
		if (!config.isEmpty()) {
			body.object("generationConfig", (fields) -> config.forEach(fields::field));
		}
		if (!this.request.tools().isEmpty()) {
			body.value("tools", this::tools);
			if (options.toolChoice() != null) {
				Map<String, Object> calling = calling(options.toolChoice());
				body.object("toolConfig", (fields) -> fields.field("functionCallingConfig", calling));
			}
		}
	}

	private static Map<String, Object> calling(ToolChoice choice) {
		return switch (choice.mode()) {
			case AUTO -> Map.of("mode", "AUTO");
			case NONE -> Map.of("mode", "NONE");
			case REQUIRED -> Map.of("mode", "ANY");
			case NAMED -> Map.of("mode", "ANY", "allowedFunctionNames", List.of(String.valueOf(choice.tool())));
		};
	}

	private PartWriter parts(JsonGenerator json) {
		return new PartWriter(this.dialect, json);
	}

	private Map<String, Object> config(ChatOptions options, Thinking thinking) {
		Map<String, Object> config = new LinkedHashMap<>();
		config.put("temperature", options.temperature());
		config.put("topP", options.topP());
		config.put("maxOutputTokens", options.maxOutputTokens());
		config.put("stopSequences", options.stop().isEmpty() ? null : options.stop());
		config.put("seed", options.seed());
		config.put("frequencyPenalty", options.frequencyPenalty());
		config.put("presencePenalty", options.presencePenalty());
		config.put("responseLogprobs", (options.logProbabilities() != null) ? true : null);
		config.put("logprobs",
				Integer.valueOf(0).equals(options.logProbabilities()) ? null : options.logProbabilities());
		config.put("thinkingConfig", thinking.config());
		if (this.output != null && (this.output.mode() == Mode.SCHEMA || this.output.mode() == Mode.JSON)) {
			config.put("responseMimeType", "application/json");
			config.put("responseJsonSchema", (this.output.mode() == Mode.SCHEMA) ? this.output.schema() : null);
		}
		config.values().removeIf(Objects::isNull);
		return config;
	}

	private void tools(JsonGenerator json) {
		json.writeStartArray();
		json.writeStartObject();
		json.writeArrayPropertyStart("functionDeclarations");
		for (ToolDefinition tool : this.request.tools()) {
			json.writeStartObject();
			json.writeStringProperty("name", tool.name());
			json.writeStringProperty("description", tool.description());
			json.writeName("parametersJsonSchema");
			json.writeRawValue(ToolJson.schema(this.dialect.json(), tool));
			json.writeEndObject();
		}
		json.writeEndArray();
		json.writeEndObject();
		json.writeEndArray();
	}

}
