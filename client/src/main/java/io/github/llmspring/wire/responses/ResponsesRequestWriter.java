package io.github.llmspring.wire.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests for responses.
 */
final class ResponsesRequestWriter {

	private final ChatRequest request;

	private final Dialect dialect;

	private final List<String> warnings = new ArrayList<>();

	private ResponsesRequestWriter(ChatRequest request, Dialect dialect) {
		this.request = request;
		this.dialect = dialect;
	}

	static HttpCall write(ChatRequest request, Dialect dialect) {
		return new ResponsesRequestWriter(request, dialect).call();
	}

	private HttpCall call() {
		PortableOptions portable = PortableOptions.of(this.request.options(), this.dialect,
				String.valueOf(this.request.model()), "stop", "seed", "frequency-penalty", "presence-penalty");
		this.warnings.addAll(portable.warnings());
		ChatOptions options = portable.accepted();
		byte[] body = JsonBody.write(this.dialect.json(), options.extra(), (object) -> body(object, options));
		Map<String, String> headers = Map.of("Accept",
				this.request.streaming() ? "text/event-stream" : "application/json");
		return HttpCall.post("/responses", headers, body, List.copyOf(this.warnings));
	}

	private void body(JsonBody body, ChatOptions options) {
		int rules = leadingRules();
		List<Message> messages = this.request.messages().subList(rules, this.request.messages().size());
		if (messages.isEmpty()) {
			throw LlmException
				.builder(LlmException.Reason.INVALID_REQUEST, "the conversation holds nothing that can be answered")
				.advice("Add a user's message.")
				.build();
		}
		body.field("model", this.request.model())
			.field("instructions", instructions(rules))
			.value("input", (json) -> new InputWriter(this.dialect, json, this.warnings).messages(messages))
			.field("stream", this.request.streaming() ? true : null)
			.field("store", false);
		List<String> include = include(options);
		body.field("include", include.isEmpty() ? null : include);
		body.field("max_output_tokens", maxOutputTokens(options))
			.field("temperature", options.temperature())
			.field("top_p", options.topP())
			.field("top_logprobs", options.logProbabilities());
		if (!this.request.tools().isEmpty()) {
			body.value("tools", this::tools);
		}
	}

	private List<String> include(ChatOptions options) {
		List<String> include = new ArrayList<>(2);
		if (this.dialect.get(ResponsesDialect.ENCRYPTED_REASONING)) {
			include.add("reasoning.encrypted_content");
		}
		if (options.logProbabilities() != null) {
			include.add("message.output_text.logprobs");
		}
		return include;
	}

	private int leadingRules() {
		int count = 0;
		while (count < this.request.messages().size() && this.request.messages().get(count).role() == Role.SYSTEM) {
			count++;
		}
		return count;
	}

	private @Nullable String instructions(int rules) {
		String instructions = this.request.messages()
			.subList(0, rules)
			.stream()
			.map(InputWriter::text)
			.filter((text) -> !text.isBlank())
			.collect(Collectors.joining("\n\n"));
		return instructions.isEmpty() ? null : instructions;
	}

	private @Nullable Integer maxOutputTokens(ChatOptions options) {
		Integer wanted = options.maxOutputTokens();
		int least = this.dialect.get(ResponsesDialect.MIN_OUTPUT_TOKENS);
		if (wanted == null || wanted >= least) {
			return wanted;
		}
		this.warnings.add("The option 'max-output-tokens' was raised from " + wanted + " to " + least
				+ ", the least that the service takes.");
		return least;
	}

	/**
	 * Writes the tools. Where nothing is said, the service holds a schema to stricter
	 * rules than JSON Schema does.
	 */
	private void tools(JsonGenerator json) {
		json.writeStartArray();
		for (ToolDefinition tool : this.request.tools()) {
			json.writeStartObject();
			json.writeStringProperty("type", "function");
			json.writeStringProperty("name", tool.name());
			json.writeStringProperty("description", tool.description());
			json.writeName("parameters");
			json.writeRawValue(ToolJson.schema(this.dialect.json(), tool));
			json.writeBooleanProperty("strict", false);
			json.writeEndObject();
		}
		json.writeEndArray();
	}

}
