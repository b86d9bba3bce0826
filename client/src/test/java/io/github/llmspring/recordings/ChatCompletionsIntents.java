package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Role;
import io.github.llmspring.recordings.Intent.Answered;
import io.github.llmspring.recordings.Intent.Called;
import io.github.llmspring.recordings.Intent.Piece;
import io.github.llmspring.recordings.Intent.Said;
import io.github.llmspring.recordings.Intent.Shown;
import io.github.llmspring.recordings.Intent.Thought;
import tools.jackson.databind.JsonNode;

/**
 * Reads requests of {@code /chat/completions}, and of a chat that is asked the same way.
 */
final class ChatCompletionsIntents extends IntentReader {

	@Override
	Intent read(JsonNode body, String model, boolean streaming) {
		Intent intent = new Intent(body.hasNonNull("model") ? body.path("model").asString() : null,
				body.path("stream").asBoolean(false));
		for (Map.Entry<String, JsonNode> field : body.properties()) {
			JsonNode value = field.getValue();
			switch (field.getKey()) {
				case "model", "stream", "stream_options" -> {
				}
				case "messages" -> value.values().forEach((message) -> message(intent, message));
				case "tools" -> value.values().forEach((tool) -> tool(intent, tool));
				default -> {
					if (!value.isNull() && !option(intent, field.getKey(), value)) {
						intent.rest().put(field.getKey(), value);
					}
				}
			}
		}
		return intent;
	}

	private void tool(Intent intent, JsonNode tool) {
		JsonNode function = tool.path("function");
		leaveOut(function, "strict");
		intent.tools()
			.add(new Intent.Tool(function.path("name").asString(), function.path("description").asString(""),
					schema(function.path("parameters"))));
	}

	private void message(Intent intent, JsonNode message) {
		leaveOut(message, "name", "reasoning_details");
		List<Piece> pieces = new ArrayList<>();
		String thought = message.path("reasoning_content").asString(message.path("reasoning").asString(""));
		if (!thought.isEmpty()) {
			pieces.add(new Thought(thought));
		}
		content(message.path("content"), pieces);
		switch (message.path("role").asString()) {
			case "system", "developer" -> pieces.forEach((piece) -> intent.system().add(((Said) piece).text()));
			case "user" -> intent.say(Role.USER, pieces.toArray(Piece[]::new));
			case "assistant" -> {
				for (JsonNode call : message.path("tool_calls").values()) {
					JsonNode function = call.path("function");
					pieces.add(new Called(call.path("id").asString(""), function.path("name").asString(),
							Recording.JSON.readTree(function.path("arguments").asString())));
				}
				intent.say(Role.ASSISTANT, pieces.toArray(Piece[]::new));
			}
			case "tool" -> intent.say(Role.TOOL, new Answered(message.path("tool_call_id").asString(),
					jsonOrText(message.path("content").asString())));
			default -> throw new IllegalStateException("role of " + message);
		}
	}

	private void content(JsonNode content, List<Piece> pieces) {
		if (content.isString() && !content.asString().isEmpty()) {
			pieces.add(new Said(content.asString()));
		}
		for (JsonNode part : content.isArray() ? content.values() : List.<JsonNode>of()) {
			switch (part.path("type").asString()) {
				case "text" -> {
					if (!part.path("text").asString().isEmpty()) {
						text(part.path("text").asString(), pieces);
					}
				}
				case "image_url" -> {
					leaveOut(part.path("image_url"), "detail");
					JsonNode image = part.path("image_url");
					pieces.add(image(image.isString() ? image : image.path("url")));
				}
				case "input_audio" -> pieces
					.add(new Shown("audio/" + part.path("input_audio").path("format").asString().replace("mp3", "mpeg"),
							base64(part.path("input_audio").path("data").asString())));
				case "file" -> pieces.add(new Shown("application/pdf", address(part.path("file").path("file_data")),
						part.path("file").path("filename").asString(null)));
				default -> throw new IllegalStateException("type of " + part);
			}
		}
	}

}
