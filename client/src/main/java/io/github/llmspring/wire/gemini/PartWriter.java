package io.github.llmspring.wire.gemini;

import java.util.List;

import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import io.github.llmspring.wire.Base64Text;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.TextFile;
import io.github.llmspring.wire.ToolCallIds;
import io.github.llmspring.wire.ToolJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the turns of a conversation as contents made of parts.
 */
final class PartWriter {

	private final Dialect dialect;

	private final JsonGenerator json;

	private final ToolCallIds ids = new ToolCallIds();

	PartWriter(Dialect dialect, JsonGenerator json) {
		this.dialect = dialect;
		this.json = json;
	}

	/**
	 * Whether the service takes a piece of content: it rejects empty parts, and wants
	 * thinking back only for the signature on it.
	 * @param content the content
	 * @return whether to send it
	 */
	static boolean sendable(Content content) {
		if (content instanceof Content.Text text) {
			return !text.text().isEmpty() || signature(text.providerData()) != null;
		}
		return !(content instanceof Content.Reasoning reasoning) || signature(reasoning.providerData()) != null;
	}

	private static @Nullable String signature(@Nullable ProviderData data) {
		return ProviderData.valueFor(data, GeminiFormat.ID);
	}

	void system(List<String> texts) {
		this.json.writeStartObject();
		this.json.writeArrayPropertyStart("parts");
		texts.forEach(this::text);
		this.json.writeEndArray();
		this.json.writeEndObject();
	}

	/**
	 * Writes the contents.
	 * @param turns the turns of the conversation
	 * @param before texts to put before the first turn
	 */
	void turns(List<Message> turns, List<String> before) {
		this.json.writeStartArray();
		for (int i = 0; i < turns.size(); i++) {
			this.json.writeStartObject();
			this.json.writeStringProperty("role", (turns.get(i).role() == Role.ASSISTANT) ? "model" : "user");
			this.json.writeArrayPropertyStart("parts");
			if (i == 0) {
				before.forEach(this::text);
			}
			parts(turns.get(i));
			this.json.writeEndArray();
			this.json.writeEndObject();
		}
		this.json.writeEndArray();
	}

	private void parts(Message turn) {
		boolean firstCall = true;
		for (Content content : turn.content()) {
			this.json.writeStartObject();
			if (content instanceof Content.Text text) {
				this.json.writeStringProperty("text", text.text());
				sign(signature(text.providerData()));
			}
			else if (content instanceof Content.Reasoning reasoning) {
				thought(reasoning);
			}
			else if (content instanceof Content.ToolCall call) {
				call(call, firstCall);
				firstCall = false;
			}
			else if (content instanceof Content.ToolResult result) {
				result(result);
			}
			else if (content instanceof Media media) {
				media(media);
			}
			this.json.writeEndObject();
		}
	}

	private void text(String text) {
		this.json.writeStartObject();
		this.json.writeStringProperty("text", text);
		this.json.writeEndObject();
	}

	private void sign(@Nullable String signature) {
		if (signature != null) {
			this.json.writeStringProperty("thoughtSignature", signature);
		}
	}

	/**
	 * Thinking without text is what is left of an empty part that carried a signature; it
	 * goes back as it came.
	 */
	private void thought(Content.Reasoning reasoning) {
		this.json.writeStringProperty("text", reasoning.text());
		if (!reasoning.text().isEmpty()) {
			this.json.writeBooleanProperty("thought", true);
		}
		sign(signature(reasoning.providerData()));
	}

	private void call(Content.ToolCall call, boolean first) {
		this.json.writeObjectPropertyStart("functionCall");
		if (this.dialect.get(GeminiDialect.TOOL_CALL_IDS)) {
			this.json.writeStringProperty("id", this.ids.ofCall(call.id()));
		}
		this.json.writeStringProperty("name", call.name());
		this.json.writeName("args");
		this.json.writeRawValue(ToolJson.arguments(this.dialect.json(), call));
		this.json.writeEndObject();
		String signature = signature(call.providerData());
		String standIn = this.dialect.get(GeminiDialect.UNSIGNED_CALL_SIGNATURE);
		sign((signature == null && first && !standIn.isEmpty()) ? standIn : signature);
	}

	private void result(Content.ToolResult result) {
		this.json.writeObjectPropertyStart("functionResponse");
		if (this.dialect.get(GeminiDialect.TOOL_CALL_IDS)) {
			this.json.writeStringProperty("id", this.ids.ofResult(result.toolCallId()));
		}
		this.json.writeStringProperty("name", result.name());
		this.json.writeObjectPropertyStart("response");
		this.json.writeName(result.error() ? "error" : "output");
		if (this.dialect.json().isObject(result.text())) {
			this.json.writeRawValue(result.text());
		}
		else {
			this.json.writeString(result.text());
		}
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

	private void media(Media media) {
		String type = TextFile.isText(media.mediaType()) && !media.mediaType().startsWith("text/") ? "text/plain"
				: media.mediaType();
		byte[] bytes = media.bytes();
		if (!type.matches("(image|audio|video|text)/.*|application/pdf")) {
			throw LlmException.builder(LlmException.Reason.UNSUPPORTED, "the service takes no " + type)
				.advice("Send an image, sound, video, PDF or text.")
				.build();
		}
		if (bytes != null) {
			this.json.writeObjectPropertyStart("inlineData");
			this.json.writeStringProperty("mimeType", type);
			this.json.writeName("data");
			Base64Text.write(this.json, bytes);
		}
		else {
			this.json.writeObjectPropertyStart("fileData");
			this.json.writeStringProperty("mimeType", type);
			this.json.writeStringProperty("fileUri", String.valueOf(media.url()));
		}
		this.json.writeEndObject();
	}

}
