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
 * Reads requests of {@code /api/chat}.
 */
final class OllamaIntents extends IntentReader {

	@Override
	Intent read(JsonNode body, String model, boolean streaming) {
		Intent intent = new Intent(body.path("model").asString(), body.path("stream").asBoolean(true));
		for (Map.Entry<String, JsonNode> field : body.properties()) {
			JsonNode value = field.getValue();
			switch (field.getKey()) {
				case "model", "stream" -> {
				}
				case "messages" -> value.values().forEach((message) -> message(intent, message));
				case "tools" -> value.values().forEach((tool) -> tool(intent, tool.path("function")));
				case "options" -> value.properties().forEach((option) -> {
					if (!option(intent, option.getKey(), option.getValue())) {
						throw new IllegalStateException("option " + option);
					}
				});
				default -> {
					if (!value.isNull() && !(value.isString() && value.asString().isEmpty())) {
						intent.rest().put(field.getKey(), value);
					}
				}
			}
		}
		return intent;
	}

	private static void tool(Intent intent, JsonNode function) {
		intent.tools()
			.add(new Intent.Tool(function.path("name").asString(), function.path("description").asString(""),
					schema(function.path("parameters"))));
	}

	private static void message(Intent intent, JsonNode message) {
		List<Piece> pieces = new ArrayList<>();
		String thought = message.path("thinking").asString("");
		if (!thought.isEmpty()) {
			pieces.add(new Thought(thought));
		}
		String text = message.path("content").asString("");
		if (!text.isEmpty()) {
			pieces.add(new Said(text));
		}
		for (JsonNode image : message.path("images").values()) {
			pieces.add(new Shown("image", base64(image.asString())));
		}
		switch (message.path("role").asString()) {
			case "system" -> intent.system().add(text);
			case "user" -> intent.say(Role.USER, pieces.toArray(Piece[]::new));
			case "assistant" -> {
				for (JsonNode call : message.path("tool_calls").values()) {
					pieces.add(new Called(call.path("id").asString(""), call.at("/function/name").asString(),
							call.at("/function/arguments")));
				}
				intent.say(Role.ASSISTANT, pieces.toArray(Piece[]::new));
			}
			case "tool" ->
				intent.say(Role.TOOL, new Answered(message.path("tool_call_id").asString(), jsonOrText(text)));
			default -> throw new IllegalStateException("role of " + message);
		}
	}

}
