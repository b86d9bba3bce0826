package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.llmspring.Role;
import io.github.llmspring.recordings.Intent.Answered;
import io.github.llmspring.recordings.Intent.Called;
import io.github.llmspring.recordings.Intent.Piece;
import io.github.llmspring.recordings.Intent.Said;
import io.github.llmspring.recordings.Intent.Shown;
import tools.jackson.databind.JsonNode;

/**
 * Reads requests of {@code /messages}.
 */
final class MessagesIntents extends IntentReader {

	@Override
	Intent read(JsonNode body, String model, boolean streaming) {
		Intent intent = new Intent(body.path("model").asString(), body.path("stream").asBoolean(false));
		for (Map.Entry<String, JsonNode> field : body.properties()) {
			JsonNode value = field.getValue();
			switch (field.getKey()) {
				case "model", "stream" -> {
				}
				case "system" -> blocks(value).forEach((block) -> intent.system().add(((Said) block).text()));
				case "messages" -> value.values().forEach((message) -> message(intent, message));
				case "tools" -> value.values().forEach((tool) -> tool(intent, tool));
				default -> {
					if (!option(intent, field.getKey(), value)) {
						intent.rest().put(field.getKey(), value);
					}
				}
			}
		}
		return intent;
	}

	private void tool(Intent intent, JsonNode tool) {
		if (!tool.has("input_schema")) {
			this.leftOut.add("tool of the service: " + tool.path("name").asString());
			return;
		}
		intent.tools()
			.add(new Intent.Tool(tool.path("name").asString(), tool.path("description").asString(""),
					schema(tool.path("input_schema"))));
	}

	private void message(Intent intent, JsonNode message) {
		for (Piece piece : blocks(message.path("content"))) {
			Role role = (piece instanceof Answered) ? Role.TOOL
					: message.path("role").asString().equals("user") ? Role.USER : Role.ASSISTANT;
			intent.say(role, piece);
		}
	}

	private List<Piece> blocks(JsonNode content) {
		List<Piece> pieces = new ArrayList<>();
		if (content.isString()) {
			pieces.add(new Said(content.asString()));
		}
		for (JsonNode block : content.isArray() ? content.values() : List.<JsonNode>of()) {
			leaveOut(block, "cache_control");
			JsonNode source = block.path("source");
			switch (block.path("type").asString()) {
				case "text" -> pieces.add(new Said(block.path("text").asString()));
				case "image" -> pieces.add(new Shown(source.path("media_type").asString("image"), source(source)));
				case "document" -> pieces.add(new Shown(source.path("media_type").asString("application/pdf"),
						source(source), block.path("title").asString(null)));
				case "tool_use" -> pieces
					.add(new Called(block.path("id").asString(), block.path("name").asString(), block.path("input")));
				case "tool_result" -> pieces
					.add(new Answered(block.path("tool_use_id").asString(), jsonOrText(text(block.path("content")))));
				default -> throw new IllegalStateException("type of " + block);
			}
		}
		return pieces;
	}

	private static String source(JsonNode source) {
		return source.has("url") ? source.path("url").asString() : base64(source.path("data").asString());
	}

	private String text(JsonNode content) {
		if (content.isString()) {
			return content.asString();
		}
		List<JsonNode> texts = new ArrayList<>();
		for (JsonNode block : content.values()) {
			if (block.path("type").asString().equals("search_result")) {
				this.leftOut.add("search_result");
				texts.addAll(List.copyOf(block.path("content").values()));
			}
			else {
				texts.add(block);
			}
		}
		return texts.stream().map((text) -> text.path("text").asString()).collect(Collectors.joining());
	}

}
