package io.github.llmspring.wire.bedrock;

import java.util.List;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.wire.CacheMarks;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.ThinkingProof;
import io.github.llmspring.wire.ToolCallIds;
import io.github.llmspring.wire.ToolJson;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the turns of a conversation as messages of content blocks. A cache mark is a
 * block of its own behind what it marks.
 */
final class BlockWriter {

	private final Json reader;

	private final JsonGenerator json;

	private final CacheMarks marks;

	private final ToolCallIds ids;

	private final MediaBlocks media;

	BlockWriter(Dialect dialect, JsonGenerator json, CacheMarks marks) {
		int length = dialect.get(BedrockDialect.TOOL_CALL_ID_LENGTH);
		this.ids = (length > 0) ? ToolCallIds.ofLength(length) : new ToolCallIds();
		this.reader = dialect.json();
		this.json = json;
		this.marks = marks;
		this.media = new MediaBlocks(json);
	}

	/**
	 * Whether the service takes a piece of content: it rejects blank text, and thinking
	 * that is not its own.
	 */
	static boolean sendable(Content content) {
		if (content instanceof Content.Text text) {
			return !text.text().isBlank();
		}
		return !(content instanceof Content.Reasoning reasoning)
				|| ThinkingProof.of(reasoning.providerData(), BedrockConverseFormat.ID) != null
				|| ServerTool.block(reasoning.providerData()) != null;
	}

	static void writeMark(JsonGenerator json) {
		json.writeStartObject();
		json.writeObjectPropertyStart("cachePoint");
		json.writeStringProperty("type", "default");
		json.writeEndObject();
		json.writeEndObject();
	}

	void system(List<String> system) {
		this.json.writeStartArray();
		for (int i = 0; i < system.size(); i++) {
			text(system.get(i));
			if (this.marks.onSystem(i)) {
				writeMark(this.json);
			}
		}
		this.json.writeEndArray();
	}

	/**
	 * Writes the messages.
	 * @param turns the turns of the conversation
	 * @param before texts to put before the first turn
	 */
	void turns(List<Message> turns, List<String> before) {
		this.json.writeStartArray();
		for (int i = 0; i < turns.size(); i++) {
			this.json.writeStartObject();
			this.json.writeStringProperty("role", (turns.get(i).role() == Role.ASSISTANT) ? "assistant" : "user");
			this.json.writeArrayPropertyStart("content");
			if (i == 0) {
				before.forEach(this::text);
			}
			turn(turns.get(i));
			this.json.writeEndArray();
			this.json.writeEndObject();
		}
		this.json.writeEndArray();
	}

	/**
	 * Writes the blocks of a turn, results of tools before all else. A document is not
	 * taken without any text beside it.
	 */
	private void turn(Message turn) {
		for (Content.ToolResult result : turn.pieces(Content.ToolResult.class)) {
			toolResult(result);
			mark(result);
		}
		if (turn.pieces(Content.Text.class).isEmpty()
				&& turn.pieces(Media.class).stream().anyMatch(MediaBlocks::isDocument)) {
			text("See the document.");
		}
		for (Content content : turn.content()) {
			if (content instanceof Content.Text text) {
				text(text.text());
			}
			else if (content instanceof Content.Reasoning reasoning) {
				thinking(reasoning);
			}
			else if (content instanceof Content.ToolCall call) {
				toolCall(call);
			}
			else if (content instanceof Media piece) {
				this.media.write(piece);
			}
			if (!(content instanceof Content.ToolResult)) {
				mark(content);
			}
		}
	}

	private void mark(Content content) {
		if (this.marks.on(content)) {
			writeMark(this.json);
		}
	}

	private void text(String text) {
		this.json.writeStartObject();
		this.json.writeStringProperty("text", text);
		this.json.writeEndObject();
	}

	private void thinking(Content.Reasoning reasoning) {
		String block = ServerTool.block(reasoning.providerData());
		if (block != null) {
			this.json.writeRawValue(block);
		}
		ThinkingProof proof = ThinkingProof.of(reasoning.providerData(), BedrockConverseFormat.ID);
		if (proof == null) {
			return;
		}
		this.json.writeStartObject();
		this.json.writeObjectPropertyStart("reasoningContent");
		if (proof.redacted()) {
			this.json.writeStringProperty("redactedContent", proof.value());
		}
		else {
			this.json.writeObjectPropertyStart("reasoningText");
			this.json.writeStringProperty("text", reasoning.text());
			this.json.writeStringProperty("signature", proof.value());
			this.json.writeEndObject();
		}
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

	private void toolCall(Content.ToolCall call) {
		this.json.writeStartObject();
		this.json.writeObjectPropertyStart("toolUse");
		this.json.writeStringProperty("toolUseId", this.ids.ofCall(call.id()));
		this.json.writeStringProperty("name", call.name());
		this.json.writeName("input");
		this.json.writeRawValue(ToolJson.arguments(this.reader, call));
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

	/**
	 * Not every model takes a status, so only an error has one.
	 */
	private void toolResult(Content.ToolResult result) {
		this.json.writeStartObject();
		this.json.writeObjectPropertyStart("toolResult");
		this.json.writeStringProperty("toolUseId", this.ids.ofResult(result.toolCallId()));
		this.json.writeArrayPropertyStart("content");
		text(result.text().isBlank() ? "(no output)" : result.text());
		this.json.writeEndArray();
		if (result.error()) {
			this.json.writeStringProperty("status", "error");
		}
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

}
