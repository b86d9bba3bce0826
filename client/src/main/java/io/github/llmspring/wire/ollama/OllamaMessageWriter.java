package io.github.llmspring.wire.ollama;

import java.util.List;
import java.util.stream.Collectors;

import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Base64Text;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.ToolCallIds;
import io.github.llmspring.wire.ToolJson;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the messages of a conversation, each of them one text with images and calls
 * beside it.
 */
final class OllamaMessageWriter {

	private static final int LONGEST_ID = 64;

	private final Json reader;

	private final JsonGenerator json;

	/**
	 * Any form of id is taken, but one that stands twice would be that of the first call.
	 */
	private final ToolCallIds ids = ToolCallIds.upTo(LONGEST_ID);

	OllamaMessageWriter(Json reader, JsonGenerator json) {
		this.reader = reader;
		this.json = json;
	}

	void messages(List<Message> messages) {
		this.json.writeStartArray();
		for (Message message : messages) {
			Conversation.check(message);
			switch (message.role()) {
				case SYSTEM -> said("system", message);
				case USER -> said("user", message);
				case ASSISTANT -> said("assistant", message);
				case TOOL -> message.pieces(Content.ToolResult.class).forEach(this::toolResult);
			}
		}
		this.json.writeEndArray();
	}

	private void said(String role, Message message) {
		List<Media> images = message.pieces(Media.class);
		List<Content.ToolCall> calls = message.pieces(Content.ToolCall.class);
		String thinking = thinking(message);
		this.json.writeStartObject();
		this.json.writeStringProperty("role", role);
		this.json.writeStringProperty("content", message.text());
		if (!thinking.isEmpty()) {
			this.json.writeStringProperty("thinking", thinking);
		}
		if (!images.isEmpty()) {
			this.json.writeArrayPropertyStart("images");
			images.forEach(this::image);
			this.json.writeEndArray();
		}
		if (!calls.isEmpty()) {
			this.json.writeArrayPropertyStart("tool_calls");
			calls.forEach(this::toolCall);
			this.json.writeEndArray();
		}
		this.json.writeEndObject();
	}

	private static String thinking(Message message) {
		return message.pieces(Content.Reasoning.class)
			.stream()
			.filter(OllamaMessageWriter::mayBeReplayed)
			.map(Content.Reasoning::text)
			.collect(Collectors.joining());
	}

	private static boolean mayBeReplayed(Content.Reasoning piece) {
		ProviderData data = piece.providerData();
		return data == null || data.wireFormat().equals(OllamaFormat.ID);
	}

	private void image(Media media) {
		byte[] bytes = media.bytes();
		if (bytes == null || !media.mediaType().startsWith("image/")) {
			throw unsupported(media);
		}
		Base64Text.write(this.json, bytes);
	}

	private static LlmException unsupported(Media media) {
		return LlmException
			.builder(LlmException.Reason.UNSUPPORTED,
					"the service takes no " + media.mediaType() + ((media.bytes() != null) ? "" : " by address"))
			.advice("Send images as bytes.")
			.build();
	}

	private void toolCall(Content.ToolCall call) {
		this.json.writeStartObject();
		this.json.writeStringProperty("id", this.ids.ofCall(call.id()));
		this.json.writeObjectPropertyStart("function");
		this.json.writeStringProperty("name", call.name());
		this.json.writeName("arguments");
		this.json.writeRawValue(ToolJson.arguments(this.reader, call));
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

	/**
	 * Older servers know a result by the name of its tool, newer ones by the id of the
	 * call.
	 */
	private void toolResult(Content.ToolResult result) {
		this.json.writeStartObject();
		this.json.writeStringProperty("role", "tool");
		this.json.writeStringProperty("tool_name", result.name());
		this.json.writeStringProperty("tool_call_id", this.ids.ofResult(result.toolCallId()));
		this.json.writeStringProperty("content", result.text());
		this.json.writeEndObject();
	}

}
