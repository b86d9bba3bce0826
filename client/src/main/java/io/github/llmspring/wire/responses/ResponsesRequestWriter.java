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
import io.github.llmspring.wire.FunctionFields;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.ModelMedia;
import io.github.llmspring.wire.PortableOptions;
import org.jspecify.annotations.Nullable;

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
		ModelMedia media = ModelMedia.leftOut(request);
		return media.warned(new ResponsesRequestWriter(media.request(), dialect).call());
	}

	private HttpCall call() {
		PortableOptions taken = raised(
				PortableOptions.of(this.request, this.dialect, "stop", "seed", "frequency-penalty", "presence-penalty"),
				this.dialect.get(ResponsesDialect.MIN_OUTPUT_TOKENS));
		Thinking thinking = Thinking.of(taken, this.dialect, String.valueOf(this.request.model()));
		this.warnings.addAll(thinking.options().warnings());
		ChatOptions options = thinking.options().accepted();
		TextFormat format = TextFormat.of(this.request, this.dialect);
		byte[] body = JsonBody.write(this.dialect.json(), options.extra(), (object) -> {
			body(object, options, format);
			thinking.write(object);
			format.write(object);
		});
		Map<String, String> headers = Map.of("Accept",
				this.request.streaming() ? "text/event-stream" : "application/json");
		return HttpCall.post(this.dialect.get(ResponsesDialect.PATH), headers, body, List.copyOf(this.warnings));
	}

	private void body(JsonBody body, ChatOptions options, TextFormat format) {
		int rules = leadingRules();
		List<Message> messages = this.request.messages().subList(rules, this.request.messages().size());
		if (messages.isEmpty()) {
			throw LlmException
				.builder(LlmException.Reason.INVALID_REQUEST, "the conversation holds nothing that can be answered")
				.advice("Add a user's message.")
				.build();
		}
		List<Message> input = format.messages(messages);
		body.field("model", this.request.model())
			.field("instructions", instructions(format.rules(this.request.messages().subList(0, rules))))
			.value("input", (json) -> new InputWriter(this.dialect, json, this.warnings).messages(input))
			.field("stream", this.request.streaming() ? true : null)
			.field("store", false);
		List<String> include = include(options);
		body.field("include", include.isEmpty() ? null : include)
			.field("max_output_tokens", options.maxOutputTokens())
			.field("temperature", options.temperature())
			.field("top_p", options.topP())
			.field("top_logprobs", options.logProbabilities());
		List<ToolDefinition> tools = this.request.tools();
		FunctionFields.flat(this.dialect.json())
			.write(body, format.tools(tools), format.options(options, !tools.isEmpty()));
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

	private static @Nullable String instructions(List<Message> rules) {
		String instructions = rules.stream()
			.map(InputWriter::text)
			.filter((text) -> !text.isBlank())
			.collect(Collectors.joining("\n\n"));
		return instructions.isEmpty() ? null : instructions;
	}

	private static PortableOptions raised(PortableOptions options, int least) {
		Integer wanted = options.accepted().maxOutputTokens();
		if (wanted == null || wanted >= least) {
			return options;
		}
		return options.changed((builder) -> builder.maxOutputTokens(least),
				"The option 'max-output-tokens' was raised from " + wanted + " to " + least
						+ ", the least that the service takes.",
				"the option 'max-output-tokens' cannot be " + wanted + ": the service takes no less than " + least);
	}

}
