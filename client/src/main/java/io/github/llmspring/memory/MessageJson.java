package io.github.llmspring.memory;

import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as JSON to be stored, nothing lost: opaque data of services and the bytes of
 * media included.
 * <p>
 * Each text says in {@code v} which version of this form it is. A text of a later version
 * is not read half: it is refused with an explanation.
 */
public final class MessageJson {

	private static final int VERSION = 1;

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
			.build())
		.build();

	private MessageJson() {
	}

	/**
	 * Writes a message.
	 * @param message the message
	 * @return the JSON
	 */
	public static String write(Message message) {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = MAPPER.createGenerator(text)) {
			json.writeStartObject();
			json.writeNumberProperty("v", VERSION);
			json.writeStringProperty("role", message.role().name().toLowerCase(Locale.ROOT));
			if (message.cached()) {
				json.writeBooleanProperty("cached", true);
			}
			json.writeArrayPropertyStart("content");
			message.content().forEach((content) -> write(json, content));
			json.writeEndArray();
			json.writeEndObject();
		}
		return text.toString();
	}

	private static void write(JsonGenerator json, Content content) {
		json.writeStartObject();
		if (content instanceof Content.Text text) {
			json.writeStringProperty("type", "text");
			json.writeStringProperty("text", text.text());
		}
		else if (content instanceof Content.Reasoning reasoning) {
			json.writeStringProperty("type", "reasoning");
			json.writeStringProperty("text", reasoning.text());
		}
		else if (content instanceof Content.ToolCall call) {
			json.writeStringProperty("type", "tool_call");
			json.writeStringProperty("id", call.id());
			json.writeStringProperty("name", call.name());
			// as text, since a model may have written anything
			json.writeStringProperty("arguments", call.arguments());
		}
		else if (content instanceof Content.ToolResult result) {
			json.writeStringProperty("type", "tool_result");
			json.writeStringProperty("id", result.toolCallId());
			json.writeStringProperty("name", result.name());
			json.writeStringProperty("text", result.text());
			json.writeBooleanProperty("error", result.error());
		}
		else {
			write(json, (Media) content);
		}
		write(json, content.providerData());
		json.writeEndObject();
	}

	private static void write(JsonGenerator json, Media media) {
		json.writeStringProperty("type", "media");
		json.writeStringProperty("media_type", media.mediaType());
		if (media.name() != null) {
			json.writeStringProperty("name", media.name());
		}
		byte[] bytes = media.bytes();
		if (bytes != null) {
			json.writeName("data");
			json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
		}
		else {
			json.writeStringProperty("url", String.valueOf(media.url()));
		}
	}

	private static void write(JsonGenerator json, @Nullable ProviderData data) {
		if (data != null) {
			json.writeObjectPropertyStart("provider");
			json.writeStringProperty("wire_format", data.wireFormat());
			json.writeStringProperty("value", data.value());
			if (data.origin() != null) {
				json.writeStringProperty("origin", data.origin());
			}
			json.writeEndObject();
		}
	}

	/**
	 * Reads a message.
	 * @param json the JSON
	 * @return the message
	 * @throws IllegalArgumentException if the text is none of {@link #write}, or of a
	 * later version
	 */
	public static Message read(String json) {
		try {
			return message(MAPPER.readTree(json));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("A stored message cannot be read: " + ex.getOriginalMessage(), ex);
		}
	}

	private static Message message(JsonNode json) {
		int version = json.required("v").intValue();
		if (version != VERSION) {
			throw new IllegalArgumentException("A stored message is of version " + version + ", but only version "
					+ VERSION + " is known here: it was written by another version of llm-client. "
					+ "Let all that use the store run the newer one.");
		}
		List<Content> contents = new ArrayList<>();
		json.required("content").values().forEach((content) -> contents.add(content(content)));
		JsonNode cached = json.get("cached");
		return new Message(role(text(json, "role")), contents, cached != null && cached.booleanValue());
	}

	private static Role role(String name) {
		return Arrays.stream(Role.values())
			.filter((role) -> role.name().toLowerCase(Locale.ROOT).equals(name))
			.findFirst()
			.orElseThrow(() -> unknown("the role", name));
	}

	private static Content content(JsonNode json) {
		String type = text(json, "type");
		Content content = switch (type) {
			case "text" -> new Content.Text(text(json, "text"));
			case "reasoning" -> new Content.Reasoning(text(json, "text"));
			case "tool_call" -> new Content.ToolCall(text(json, "id"), text(json, "name"), text(json, "arguments"));
			case "tool_result" -> new Content.ToolResult(text(json, "id"), text(json, "name"), text(json, "text"),
					json.required("error").booleanValue());
			case "media" -> media(json);
			default -> throw unknown("content of the type", type);
		};
		JsonNode data = json.get("provider");
		return (data != null) ? content.withProviderData(data(data)) : content;
	}

	private static Media media(JsonNode json) {
		JsonNode data = json.get("data");
		String type = text(json, "media_type");
		Media media = (data != null) ? Media.of(type, data.binaryValue())
				: Media.of(type, URI.create(text(json, "url")));
		JsonNode name = json.get("name");
		return (name != null) ? media.withName(name.stringValue()) : media;
	}

	private static ProviderData data(JsonNode json) {
		JsonNode origin = json.get("origin");
		return new ProviderData(text(json, "wire_format"), text(json, "value"),
				(origin != null) ? origin.stringValue() : null);
	}

	private static String text(JsonNode json, String name) {
		return json.required(name).stringValue();
	}

	private static IllegalArgumentException unknown(String what, String name) {
		return new IllegalArgumentException("A stored message cannot be read: " + what + " '" + name
				+ "' is not known to this version of llm-client.");
	}

}
