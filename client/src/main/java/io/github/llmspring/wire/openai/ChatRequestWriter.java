package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.DataUri;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningFields;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests for chat completions.
 */
final class ChatRequestWriter {

	private static final Map<String, String> AUDIO_FORMATS = Map.of("audio/wav", "wav", "audio/x-wav", "wav",
			"audio/wave", "wav", "audio/mpeg", "mp3", "audio/mp3", "mp3");

	private final Dialect dialect;

	private final JsonGenerator json;

	private ChatRequestWriter(Dialect dialect, JsonGenerator json) {
		this.dialect = dialect;
		this.json = json;
	}

	static HttpCall write(ChatRequest request, Dialect dialect) {
		ReasoningFields reasoning = ReasoningFields.of(PortableOptions.of(request, dialect), dialect,
				String.valueOf(request.model()), !request.tools().isEmpty());
		PortableOptions options = reasoning.options();
		ResponseFormat format = ResponseFormat.of(request, dialect);
		List<Message> messages = format.messages(request.messages());
		byte[] body = JsonBody.write(dialect.json(), options.accepted().extra(), (object) -> {
			write(object, request, messages, options.accepted(), dialect);
			format.write(object);
			reasoning.write(object);
		});
		Map<String, String> headers = request.streaming() ? Map.of("Accept", "text/event-stream")
				: Map.of("Accept", "application/json");
		return HttpCall.post("/chat/completions", headers, body, options.warnings());
	}

	private static void write(JsonBody body, ChatRequest request, List<Message> messages, ChatOptions options,
			Dialect dialect) {
		body.field("model", request.model())
			.value("messages", (json) -> new ChatRequestWriter(dialect, json).messages(messages));
		if (request.streaming()) {
			body.field("stream", true);
			if (dialect.get(ChatDialect.ASK_STREAM_USAGE)) {
				body.object("stream_options", (fields) -> fields.field("include_usage", true));
			}
		}
		body.field(dialect.get(ChatDialect.TOKEN_LIMIT_FIELD), options.maxOutputTokens())
			.field("temperature", options.temperature())
			.field("top_p", options.topP())
			.field("stop", options.stop().isEmpty() ? null : options.stop())
			.field(dialect.get(ChatDialect.SEED_FIELD), options.seed())
			.field("frequency_penalty", options.frequencyPenalty())
			.field("presence_penalty", options.presencePenalty());
		ToolFields.write(body, request.tools(), options, dialect.json());
	}

	private void messages(List<Message> messages) {
		this.json.writeStartArray();
		for (Message message : messages) {
			Conversation.check(message);
			switch (message.role()) {
				case SYSTEM -> text(this.dialect.get(ChatDialect.SYSTEM_ROLE), message);
				case USER -> user(message);
				case ASSISTANT -> assistant(message);
				case TOOL -> message.pieces(Content.ToolResult.class).forEach(this::toolResult);
			}
		}
		this.json.writeEndArray();
	}

	private void text(String role, Message message) {
		this.json.writeStartObject();
		this.json.writeStringProperty("role", role);
		this.json.writeStringProperty("content", message.text());
		this.json.writeEndObject();
	}

	private void user(Message message) {
		if (message.pieces(Media.class).isEmpty()) {
			text("user", message);
			return;
		}
		this.json.writeStartObject();
		this.json.writeStringProperty("role", "user");
		this.json.writeArrayPropertyStart("content");
		for (Content content : message.content()) {
			this.json.writeStartObject();
			if (content instanceof Content.Text text) {
				this.json.writeStringProperty("type", "text");
				this.json.writeStringProperty("text", text.text());
			}
			else if (content instanceof Media media) {
				media(media);
			}
			this.json.writeEndObject();
		}
		this.json.writeEndArray();
		this.json.writeEndObject();
	}

	private void media(Media media) {
		String kind = media.mediaType().substring(0, media.mediaType().indexOf('/') + 1);
		byte[] bytes = media.bytes();
		if (kind.equals("image/")) {
			this.json.writeStringProperty("type", "image_url");
			this.json.writeObjectPropertyStart("image_url");
			this.json.writeName("url");
			DataUri.write(this.json, media);
			this.json.writeEndObject();
		}
		else if (AUDIO_FORMATS.containsKey(media.mediaType()) && bytes != null) {
			this.json.writeStringProperty("type", "input_audio");
			this.json.writeObjectPropertyStart("input_audio");
			this.json.writeBinaryProperty("data", bytes);
			this.json.writeStringProperty("format", AUDIO_FORMATS.get(media.mediaType()));
			this.json.writeEndObject();
		}
		else if (media.mediaType().equals("application/pdf") && bytes != null) {
			this.json.writeStringProperty("type", "file");
			this.json.writeObjectPropertyStart("file");
			this.json.writeStringProperty("filename", "document.pdf");
			this.json.writeName("file_data");
			DataUri.write(this.json, media);
			this.json.writeEndObject();
		}
		else {
			throw LlmException
				.builder(LlmException.Reason.UNSUPPORTED,
						"chat completions take no " + media.mediaType() + ((bytes != null) ? "" : " by address"))
				.advice("Send images, or WAV, MP3 and PDF as bytes.")
				.build();
		}
	}

	private void assistant(Message message) {
		if (!message.pieces(Media.class).isEmpty()) {
			throw LlmException
				.builder(LlmException.Reason.UNSUPPORTED, "chat completions take no media in a turn of the model")
				.advice("Put it into a user's message.")
				.build();
		}
		List<Content.ToolCall> calls = message.pieces(Content.ToolCall.class);
		String text = message.text();
		this.json.writeStartObject();
		this.json.writeStringProperty("role", "assistant");
		if (text.isEmpty() && !calls.isEmpty()) {
			this.json.writeNullProperty("content");
		}
		else {
			this.json.writeStringProperty("content", text);
		}
		String replayField = this.dialect.get(ChatDialect.REASONING_REPLAY_FIELD);
		String reasoning = message.pieces(Content.Reasoning.class)
			.stream()
			.filter(ChatRequestWriter::mayBeReplayed)
			.map(Content.Reasoning::text)
			.collect(Collectors.joining());
		if (!replayField.isEmpty() && !reasoning.isEmpty()) {
			this.json.writeStringProperty(replayField, reasoning);
		}
		if (this.dialect.get(ChatDialect.REASONING_DETAILS)) {
			reasoningDetails(message);
		}
		if (!calls.isEmpty()) {
			this.json.writeArrayPropertyStart("tool_calls");
			calls.forEach(this::toolCall);
			this.json.writeEndArray();
		}
		this.json.writeEndObject();
	}

	private void reasoningDetails(Message message) {
		for (Content.Reasoning piece : message.pieces(Content.Reasoning.class)) {
			String details = details(piece);
			if (details != null) {
				this.json.writeName("reasoning_details");
				this.json.writeRawValue(details);
				return;
			}
		}
	}

	private static boolean mayBeReplayed(Content.Reasoning piece) {
		ProviderData data = piece.providerData();
		return data == null || data.wireFormat().equals(OpenAiChatFormat.ID);
	}

	private static @Nullable String details(Content.Reasoning piece) {
		return ProviderData.valueFor(piece.providerData(), OpenAiChatFormat.ID);
	}

	private void toolCall(Content.ToolCall call) {
		this.json.writeStartObject();
		this.json.writeStringProperty("id", call.id());
		this.json.writeStringProperty("type", "function");
		this.json.writeObjectPropertyStart("function");
		this.json.writeStringProperty("name", call.name());
		this.json.writeStringProperty("arguments", ToolJson.arguments(this.dialect.json(), call));
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

	private void toolResult(Content.ToolResult result) {
		this.json.writeStartObject();
		this.json.writeStringProperty("role", "tool");
		this.json.writeStringProperty("tool_call_id", result.toolCallId());
		this.json.writeStringProperty("content", result.text());
		this.json.writeEndObject();
	}

}
