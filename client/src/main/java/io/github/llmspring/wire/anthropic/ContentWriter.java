package io.github.llmspring.wire.anthropic;

import java.util.List;
import java.util.Set;

import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.wire.Base64Text;
import io.github.llmspring.wire.CacheMarks;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.TextFile;
import io.github.llmspring.wire.ThinkingProof;
import io.github.llmspring.wire.ToolCallIds;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the turns of a conversation as messages of content blocks.
 */
final class ContentWriter {

	private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

	/**
	 * What a tool that failed without a word is made to say: the service takes no failure
	 * that says nothing.
	 */
	private static final String SILENT_FAILURE = "The tool failed.";

	private final Json reader;

	private final JsonGenerator json;

	private final CacheMarks marks;

	private final ToolCallIds ids = new ToolCallIds();

	ContentWriter(Json reader, JsonGenerator json, CacheMarks marks) {
		this.reader = reader;
		this.marks = marks;
		this.json = json;
	}

	/**
	 * Whether the service takes a piece of content: it rejects blank text, and thinking
	 * that is not its own.
	 * @param content the content
	 * @return whether to send it
	 */
	static boolean sendable(Content content) {
		if (content instanceof Content.Text text) {
			return !text.text().isBlank();
		}
		return !(content instanceof Content.Reasoning reasoning)
				|| ThinkingProof.of(reasoning.providerData(), AnthropicFormat.ID) != null
				|| ServerBlock.of(reasoning.providerData()) != null;
	}

	void turns(List<Message> turns) {
		this.json.writeStartArray();
		for (int i = 0; i < turns.size(); i++) {
			this.json.writeStartObject();
			this.json.writeStringProperty("role", (turns.get(i).role() == Role.ASSISTANT) ? "assistant" : "user");
			this.json.writeArrayPropertyStart("content");
			Content prefilled = (i == turns.size() - 1) ? end(turns.get(i)) : null;
			turn(turns.get(i), prefilled);
			this.json.writeEndArray();
			this.json.writeEndObject();
		}
		this.json.writeEndArray();
	}

	/**
	 * End of an answer that the model is to go on with.
	 */
	private static @Nullable Content end(Message last) {
		return (last.role() == Role.ASSISTANT) ? last.content().get(last.content().size() - 1) : null;
	}

	/**
	 * Writes the blocks of a turn; the results of tools have to come before all else.
	 */
	private void turn(Message turn, @Nullable Content prefilled) {
		turn.pieces(Content.ToolResult.class).forEach(this::toolResult);
		for (Content content : turn.content()) {
			if (content instanceof Content.Text text) {
				text(text, text == prefilled);
			}
			else if (content instanceof Content.Reasoning reasoning) {
				thinking(reasoning);
			}
			else if (content instanceof Content.ToolCall call) {
				toolCall(call);
			}
			else if (content instanceof Media media) {
				media(media);
			}
		}
	}

	private void text(Content.Text text, boolean prefilled) {
		this.json.writeStartObject();
		this.json.writeStringProperty("type", "text");
		this.json.writeStringProperty("text", prefilled ? text.text().stripTrailing() : text.text());
		mark(text);
		this.json.writeEndObject();
	}

	private void mark(Content content) {
		if (this.marks.on(content)) {
			writeMark(this.json);
		}
	}

	/**
	 * Writes a cache mark into a block.
	 * @param json stands in the block
	 */
	static void writeMark(JsonGenerator json) {
		json.writeObjectPropertyStart("cache_control");
		json.writeStringProperty("type", "ephemeral");
		json.writeEndObject();
	}

	private void thinking(Content.Reasoning reasoning) {
		ServerBlock block = ServerBlock.of(reasoning.providerData());
		if (block != null) {
			this.json.writeRawValue(block.json());
		}
		ThinkingProof proof = ThinkingProof.of(reasoning.providerData(), AnthropicFormat.ID);
		if (proof == null) {
			return;
		}
		this.json.writeStartObject();
		if (proof.redacted()) {
			this.json.writeStringProperty("type", "redacted_thinking");
			this.json.writeStringProperty("data", proof.value());
		}
		else {
			this.json.writeStringProperty("type", "thinking");
			this.json.writeStringProperty("thinking", reasoning.text());
			this.json.writeStringProperty("signature", proof.value());
		}
		this.json.writeEndObject();
	}

	private void toolCall(Content.ToolCall call) {
		this.json.writeStartObject();
		this.json.writeStringProperty("type", "tool_use");
		this.json.writeStringProperty("id", this.ids.ofCall(call.id()));
		this.json.writeStringProperty("name", call.name());
		this.json.writeName("input");
		this.json.writeRawValue(ToolJson.arguments(this.reader, call));
		mark(call);
		this.json.writeEndObject();
	}

	private void toolResult(Content.ToolResult result) {
		this.json.writeStartObject();
		this.json.writeStringProperty("type", "tool_result");
		this.json.writeStringProperty("tool_use_id", this.ids.ofResult(result.toolCallId()));
		if (!result.text().isBlank()) {
			this.json.writeStringProperty("content", result.text());
		}
		else if (result.error()) {
			this.json.writeStringProperty("content", SILENT_FAILURE);
		}
		if (result.error()) {
			this.json.writeBooleanProperty("is_error", true);
		}
		mark(result);
		this.json.writeEndObject();
	}

	private void media(Media media) {
		String type = media.mediaType().equals("image/jpg") ? "image/jpeg" : media.mediaType();
		byte[] bytes = media.bytes();
		boolean image = IMAGES.contains(type);
		boolean text = TextFile.isAtHand(media);
		if (!(image || text || type.equals("application/pdf"))) {
			throw unsupported(media);
		}
		this.json.writeStartObject();
		this.json.writeStringProperty("type", image ? "image" : "document");
		this.json.writeObjectPropertyStart("source");
		if (bytes == null) {
			this.json.writeStringProperty("type", "url");
			this.json.writeStringProperty("url", String.valueOf(media.url()));
		}
		else if (text) {
			this.json.writeStringProperty("type", "text");
			this.json.writeStringProperty("media_type", "text/plain");
			this.json.writeName("data");
			TextFile.write(this.json, media);
		}
		else {
			this.json.writeStringProperty("type", "base64");
			this.json.writeStringProperty("media_type", type);
			this.json.writeName("data");
			Base64Text.write(this.json, bytes);
		}
		this.json.writeEndObject();
		if (!image && media.name() != null) {
			this.json.writeStringProperty("title", media.name());
		}
		mark(media);
		this.json.writeEndObject();
	}

	private static LlmException unsupported(Media media) {
		boolean elsewhere = media.bytes() == null;
		return LlmException
			.builder(LlmException.Reason.UNSUPPORTED,
					"the service takes no " + media.mediaType() + (elsewhere ? " by address" : ""))
			.advice((elsewhere && TextFile.isText(media.mediaType()))
					? "Fetch it and attach its bytes; by address it takes images and PDF."
					: "Send JPEG, PNG, GIF, WebP or PDF, or text as bytes.")
			.build();
	}

}
