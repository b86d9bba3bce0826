package io.github.llmspring.wire.responses;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.DataUri;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.TextFile;
import io.github.llmspring.wire.ToolCallIds;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Writes the messages of a conversation as input items.
 */
final class InputWriter {

	private final Dialect dialect;

	private final JsonGenerator json;

	private final List<String> warnings;

	private final ToolCallIds ids = new ToolCallIds();

	/**
	 * Thinking that still waits for what it led to.
	 */
	private final List<String> thinking = new ArrayList<>();

	InputWriter(Dialect dialect, JsonGenerator json, List<String> warnings) {
		this.dialect = dialect;
		this.json = json;
		this.warnings = warnings;
	}

	/**
	 * Text of a message that can hold nothing else.
	 * @param message the message
	 * @return the text
	 * @throws LlmException if there is other content in it
	 */
	static String text(Message message) {
		Conversation.check(message);
		return message.text();
	}

	void messages(List<Message> messages) {
		this.json.writeStartArray();
		for (Message message : messages) {
			Conversation.check(message);
			switch (message.role()) {
				case SYSTEM -> message(this.dialect.get(ResponsesDialect.SYSTEM_ROLE), message.text());
				case USER -> user(message);
				case ASSISTANT -> assistant(message);
				case TOOL -> message.pieces(Content.ToolResult.class).forEach(this::toolResult);
			}
		}
		this.json.writeEndArray();
	}

	private void message(String role, String text) {
		this.json.writeStartObject();
		this.json.writeStringProperty("role", role);
		this.json.writeStringProperty("content", text);
		this.json.writeEndObject();
	}

	private void user(Message message) {
		if (message.pieces(Media.class).isEmpty()) {
			message("user", message.text());
			return;
		}
		this.json.writeStartObject();
		this.json.writeStringProperty("role", "user");
		this.json.writeArrayPropertyStart("content");
		for (Content content : message.content()) {
			if (content instanceof Content.Text text) {
				part("input_text", text.text());
			}
			else if (content instanceof Media media) {
				media(media);
			}
		}
		this.json.writeEndArray();
		this.json.writeEndObject();
	}

	private void part(String type, String text) {
		this.json.writeStartObject();
		this.json.writeStringProperty("type", type);
		this.json.writeStringProperty("text", text);
		this.json.writeEndObject();
	}

	private void media(Media media) {
		if (TextFile.isAtHand(media)) {
			this.json.writeStartObject();
			this.json.writeStringProperty("type", "input_text");
			this.json.writeName("text");
			TextFile.quote(this.json, media);
			this.json.writeEndObject();
			return;
		}
		boolean image = media.mediaType().startsWith("image/");
		if (!image && !media.mediaType().equals("application/pdf") && !TextFile.isText(media.mediaType())) {
			throw unsupported(media);
		}
		this.json.writeStartObject();
		this.json.writeStringProperty("type", image ? "input_image" : "input_file");
		if (image) {
			this.json.writeStringProperty("detail", "auto");
			this.json.writeName("image_url");
		}
		else if (media.bytes() != null) {
			this.json.writeStringProperty("filename", (media.name() != null) ? media.name() : "document.pdf");
			this.json.writeName("file_data");
		}
		else {
			this.json.writeName("file_url");
		}
		DataUri.write(this.json, media);
		this.json.writeEndObject();
	}

	private static LlmException unsupported(Media media) {
		String sound = media.mediaType().startsWith("audio/")
				? " For sound set wire-format: openai-chat and choose a model that hears." : "";
		return LlmException.builder(LlmException.Reason.UNSUPPORTED, "responses take no " + media.mediaType())
			.advice("Send images, PDF or text." + sound)
			.build();
	}

	/**
	 * Writes a turn of the model, item by item. Thinking goes right before what it led
	 * to; where that is gone, the service does not take the thinking either.
	 */
	private void assistant(Message message) {
		for (Content content : message.content()) {
			if (content instanceof Content.Text text) {
				said(text);
			}
			else if (content instanceof Content.Reasoning reasoning) {
				kept(reasoning.providerData());
			}
			else if (content instanceof Content.ToolCall call) {
				toolCall(call);
			}
			else if (content instanceof Media) {
				throw LlmException
					.builder(LlmException.Reason.UNSUPPORTED, "responses take no media in a turn of the model")
					.advice("Put it into a user's message.")
					.build();
			}
		}
		if (!this.thinking.isEmpty()) {
			this.thinking.clear();
			this.warnings.add("Earlier thinking that led to nothing was left out: the service does not take it back.");
		}
	}

	private void said(Content.Text text) {
		if (text.text().isEmpty()) {
			return;
		}
		beginItem();
		this.json.writeStringProperty("role", "assistant");
		this.json.writeArrayPropertyStart("content");
		part("output_text", text.text());
		this.json.writeEndArray();
		String phase = ownField(text.providerData(), OutputItem.PHASE);
		if (!phase.isEmpty()) {
			this.json.writeStringProperty(OutputItem.PHASE, phase);
		}
		this.json.writeEndObject();
	}

	private void kept(@Nullable ProviderData data) {
		String type = ownField(data, "type");
		if (data == null || type.isEmpty()) {
			return;
		}
		if (type.equals(OutputItem.REASONING)) {
			this.thinking.add(data.value());
		}
		else {
			replayThinking();
			this.json.writeRawValue(data.value());
		}
	}

	/**
	 * Field of an object that this format attached to content.
	 * @return the text, empty where there is none
	 */
	private String ownField(@Nullable ProviderData data, String field) {
		String value = ProviderData.valueFor(data, OpenAiResponsesFormat.ID);
		JsonNode object = (value != null) ? this.dialect.json().tree(value) : null;
		return (object != null && object.path(field).isString()) ? object.path(field).asString() : "";
	}

	private void toolCall(Content.ToolCall call) {
		beginItem();
		this.json.writeStringProperty("type", OutputItem.FUNCTION_CALL);
		this.json.writeStringProperty("call_id", this.ids.ofCall(call.id()));
		this.json.writeStringProperty("name", call.name());
		this.json.writeStringProperty("arguments", ToolJson.arguments(this.dialect.json(), call));
		this.json.writeEndObject();
	}

	private void toolResult(Content.ToolResult result) {
		this.json.writeStartObject();
		this.json.writeStringProperty("type", "function_call_output");
		this.json.writeStringProperty("call_id", this.ids.ofResult(result.toolCallId()));
		this.json.writeStringProperty("output", result.text());
		this.json.writeEndObject();
	}

	private void beginItem() {
		replayThinking();
		this.json.writeStartObject();
	}

	private void replayThinking() {
		this.thinking.forEach(this.json::writeRawValue);
		this.thinking.clear();
	}

}
