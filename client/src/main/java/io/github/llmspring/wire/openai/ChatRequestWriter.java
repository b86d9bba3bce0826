package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.ModelMedia;
import io.github.llmspring.wire.PathSegment;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningFields;

/**
 * Writes requests for chat completions.
 *
 * @param wireFormat the id of the format that is spoken
 * @param dialect the dialect of the model
 */
record ChatRequestWriter(String wireFormat, Dialect dialect) {

	HttpCall write(ChatRequest request) {
		ModelMedia media = ModelMedia.leftOut(request);
		return media.warned(call(media.request()));
	}

	private HttpCall call(ChatRequest request) {
		PortableOptions portable = PortableOptions.of(request, this.dialect)
			.temperatureUpTo(this.dialect.get(ChatDialect.MOST_TEMPERATURE));
		ReasoningFields reasoning = ReasoningFields.of(portable, this.dialect, String.valueOf(request.model()),
				!request.tools().isEmpty());
		PortableOptions options = reasoning.options();
		ResponseFormat format = ResponseFormat.of(request, this.dialect);
		List<Message> messages = format.messages(request.messages());
		byte[] body = JsonBody.write(this.dialect.json(), options.accepted().extra(), (object) -> {
			write(object, request, messages, options.accepted());
			format.write(object);
			reasoning.write(object);
		});
		Map<String, String> headers = request.streaming() ? Map.of("Accept", "text/event-stream")
				: Map.of("Accept", "application/json");
		String path = PathSegment.withModel(this.dialect.get(ChatDialect.PATH), request.model());
		return HttpCall.post(path, headers, body, options.warnings());
	}

	private void write(JsonBody body, ChatRequest request, List<Message> messages, ChatOptions options) {
		body.field("model", request.model())
			.value("messages", (json) -> new ChatMessageWriter(this.wireFormat, this.dialect, json).messages(messages));
		if (request.streaming()) {
			body.field("stream", true);
			if (this.dialect.get(ChatDialect.ASK_STREAM_USAGE)) {
				body.object("stream_options", (fields) -> fields.field("include_usage", true));
			}
		}
		body.field(this.dialect.get(ChatDialect.TOKEN_LIMIT_FIELD), options.maxOutputTokens())
			.field("temperature", options.temperature())
			.field(this.dialect.get(ChatDialect.TOP_P_FIELD), options.topP())
			.field(this.dialect.get(ChatDialect.STOP_FIELD), options.stop().isEmpty() ? null : options.stop())
			.field(this.dialect.get(ChatDialect.SEED_FIELD), options.seed())
			.field("frequency_penalty", options.frequencyPenalty())
			.field("presence_penalty", options.presencePenalty())
			.field("logprobs", (options.logProbabilities() != null) ? true : null)
			.field("top_logprobs", options.logProbabilities());
		ToolFields.write(body, request.tools(), options, this.dialect);
	}

}
