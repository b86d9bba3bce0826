package io.github.llmspring.wire.ollama;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.Framing;
import io.github.llmspring.wire.FunctionFields;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.ModelMedia;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.StructuredOutput;
import io.github.llmspring.wire.StructuredOutput.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests for native chat.
 * <p>
 * The service knows no choice of tools: a call is forbidden by offering no tools, and
 * cannot be forced. The form of the answer is told in words, too: a grammar holds the
 * model to it but does not tell what is meant, and models in the cloud have none.
 */
final class OllamaRequestWriter {

	static final String PATH = "/api/chat";

	private OllamaRequestWriter() {
	}

	static HttpCall write(ChatRequest request, Dialect dialect) {
		ModelMedia media = ModelMedia.leftOut(request);
		return media.warned(call(media.request(), dialect));
	}

	private static HttpCall call(ChatRequest request, Dialect dialect) {
		PortableOptions portable = PortableOptions.of(request, dialect, "parallel-tool-calls", "tool-choice-required",
				"tool-choice-named");
		boolean tools = !request.tools().isEmpty() && portable.accepted().toolChoice() != ToolChoice.NONE;
		Thinking thinking = Thinking.of(portable, dialect, String.valueOf(request.model()));
		ChatOptions options = thinking.options().accepted();
		StructuredOutput output = StructuredOutput.of(request, dialect);
		List<Message> messages = (output != null) ? output.instruct(request.messages()) : request.messages();
		byte[] body = JsonBody.write(dialect.json(), options.extra(), (object) -> {
			object.field("model", request.model())
				.value("messages", (json) -> new OllamaMessageWriter(dialect.json(), json).messages(messages))
				.field("stream", request.streaming());
			if (tools) {
				object.value("tools", (json) -> FunctionFields.nested(dialect.json()).tools(json, request.tools()));
			}
			object.field("format", format(output))
				.field("think", thinking.value())
				.field("logprobs", (options.logProbabilities() != null) ? true : null)
				.field("top_logprobs", options.logProbabilities());
			Map<String, Object> sampling = sampling(options);
			if (!sampling.isEmpty()) {
				object.object("options", (fields) -> sampling.forEach(fields::field));
			}
		});
		Map<String, String> headers = Map.of("Accept",
				request.streaming() ? Framing.JSON_LINES.mediaType() : "application/json");
		return HttpCall.post(PATH, headers, body, thinking.options().warnings());
	}

	private static @Nullable Object format(@Nullable StructuredOutput output) {
		if (output == null || output.mode() == Mode.PROMPT) {
			return null;
		}
		return (output.mode() == Mode.SCHEMA) ? output.schema() : "json";
	}

	private static Map<String, Object> sampling(ChatOptions options) {
		Map<String, Object> sampling = new LinkedHashMap<>();
		sampling.put("temperature", options.temperature());
		sampling.put("top_p", options.topP());
		sampling.put("num_predict", options.maxOutputTokens());
		sampling.put("stop", options.stop().isEmpty() ? null : options.stop());
		sampling.put("seed", options.seed());
		sampling.put("frequency_penalty", options.frequencyPenalty());
		sampling.put("presence_penalty", options.presencePenalty());
		sampling.values().removeIf(Objects::isNull);
		return sampling;
	}

}
