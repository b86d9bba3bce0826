package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.stream.Collectors;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Conversation;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.ToolCallIds;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the messages of a conversation.
 */
final class ChatMessageWriter {

	/**
	 * As long as the service takes them that gave the format its name.
	 */
	private static final int LONGEST_ID = 40;

	private final String wireFormat;

	private final Dialect dialect;

	private final JsonGenerator json;

	/**
	 * Absent until the conversation holds a call, as most do not.
	 */
	private @Nullable ToolCallIds ids;

	ChatMessageWriter(String wireFormat, Dialect dialect, JsonGenerator json) {
		this.wireFormat = wireFormat;
		this.dialect = dialect;
		this.json = json;
	}

	void messages(List<Message> messages) {
		this.json.writeStartArray();
		Message last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
		for (Message message : messages) {
			Conversation.check(message);
			switch (message.role()) {
				case SYSTEM -> text(this.dialect.get(ChatDialect.SYSTEM_ROLE), message);
				case USER -> user(message);
				case ASSISTANT -> assistant(message, message == last);
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
			if (content instanceof Content.Text text) {
				textPart(text.text());
			}
			else if (content instanceof Media media) {
				this.json.writeStartObject();
				MediaPart.write(media, this.json, this.dialect);
				this.json.writeEndObject();
			}
		}
		this.json.writeEndArray();
		this.json.writeEndObject();
	}

	private void assistant(Message message, boolean prefix) {
		List<Content.ToolCall> calls = message.pieces(Content.ToolCall.class);
		String reasoning = message.pieces(Content.Reasoning.class)
			.stream()
			.filter(this::mayBeReplayed)
			.map(Content.Reasoning::text)
			.collect(Collectors.joining());
		this.json.writeStartObject();
		this.json.writeStringProperty("role", "assistant");
		content(message.text(), reasoning, !calls.isEmpty());
		String replayField = this.dialect.get(ChatDialect.REASONING_REPLAY_FIELD);
		boolean required = this.dialect.get(ChatDialect.REASONING_REPLAY_REQUIRED);
		if (!replayField.isEmpty() && (required || !reasoning.isEmpty())) {
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
		if (prefix && this.dialect.get(ChatDialect.MARKED_PREFIX)) {
			this.json.writeBooleanProperty("prefix", true);
		}
		this.json.writeEndObject();
	}

	private void content(String text, String reasoning, boolean calls) {
		String replayPart = this.dialect.get(ChatDialect.REASONING_REPLAY_PART);
		if (!replayPart.isEmpty() && !reasoning.isEmpty()) {
			this.json.writeArrayPropertyStart("content");
			this.json.writeStartObject();
			this.json.writeStringProperty("type", "thinking");
			if (replayPart.equals("parts")) {
				this.json.writeArrayPropertyStart("thinking");
				textPart(reasoning);
				this.json.writeEndArray();
			}
			else {
				this.json.writeStringProperty("thinking", reasoning);
			}
			this.json.writeEndObject();
			if (!text.isEmpty()) {
				textPart(text);
			}
			this.json.writeEndArray();
		}
		else if (text.isEmpty() && calls && this.dialect.get(ChatDialect.NULL_CONTENT)) {
			this.json.writeNullProperty("content");
		}
		else {
			this.json.writeStringProperty("content", text);
		}
	}

	private void textPart(String text) {
		this.json.writeStartObject();
		this.json.writeStringProperty("type", "text");
		this.json.writeStringProperty("text", text);
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

	private boolean mayBeReplayed(Content.Reasoning piece) {
		ProviderData data = piece.providerData();
		return data == null || data.wireFormat().equals(this.wireFormat);
	}

	private static @Nullable String details(Content.Reasoning piece) {
		return ProviderData.valueFor(piece.providerData(), OpenAiChatFormat.ID);
	}

	private void toolCall(Content.ToolCall call) {
		this.json.writeStartObject();
		this.json.writeStringProperty("id", ids().ofCall(call.id()));
		this.json.writeStringProperty("type", "function");
		this.json.writeObjectPropertyStart("function");
		this.json.writeStringProperty("name", call.name());
		this.json.writeStringProperty("arguments", ToolJson.arguments(this.dialect.json(), call));
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

	private ToolCallIds ids() {
		ToolCallIds known = this.ids;
		if (known == null) {
			int length = this.dialect.get(ChatDialect.TOOL_CALL_ID_LENGTH);
			known = (length > 0) ? ToolCallIds.ofLength(length) : ToolCallIds.upTo(LONGEST_ID);
			this.ids = known;
		}
		return known;
	}

	private void toolResult(Content.ToolResult result) {
		this.json.writeStartObject();
		this.json.writeStringProperty("role", "tool");
		this.json.writeStringProperty("tool_call_id", ids().ofResult(result.toolCallId()));
		if (this.dialect.get(ChatDialect.TOOL_RESULT_NAME)) {
			this.json.writeStringProperty("name", result.name());
		}
		this.json.writeStringProperty("content", result.text());
		this.json.writeEndObject();
	}

}
