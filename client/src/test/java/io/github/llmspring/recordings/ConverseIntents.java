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
import tools.jackson.databind.JsonNode;

/**
 * Reads requests of {@code /converse} and {@code /converse-stream}.
 */
final class ConverseIntents extends IntentReader {

	@Override
	Intent read(JsonNode body, String model, boolean streaming) {
		Intent intent = new Intent(model, streaming);
		for (Map.Entry<String, JsonNode> field : body.properties()) {
			JsonNode value = field.getValue();
			switch (field.getKey()) {
				case "system" -> value.values().forEach((block) -> system(intent, block));
				case "messages" -> value.values().forEach((message) -> message(intent, message));
				case "inferenceConfig" -> value.properties().forEach((option) -> {
					if (!option(intent, option.getKey(), option.getValue())) {
						throw new IllegalStateException("option " + option);
					}
				});
				case "toolConfig" -> {
					value.path("tools").values().forEach((tool) -> tool(intent, tool));
					leaveOut(value, "toolChoice");
				}
				default -> {
					if (!value.isEmpty()) {
						intent.rest().put(field.getKey(), value);
					}
				}
			}
		}
		return intent;
	}

	private void system(Intent intent, JsonNode block) {
		leaveOut(block, "cachePoint");
		if (block.has("text")) {
			intent.system().add(block.path("text").asString());
		}
	}

	private void tool(Intent intent, JsonNode tool) {
		JsonNode described = tool.path("toolSpec");
		leaveOut(tool, "cachePoint");
		leaveOut(described, "strict");
		if (described.isObject()) {
			intent.tools()
				.add(new Intent.Tool(described.path("name").asString(), described.path("description").asString(""),
						schema(described.at("/inputSchema/json"))));
		}
	}

	private void message(Intent intent, JsonNode message) {
		List<Piece> pieces = new ArrayList<>();
		for (JsonNode block : message.path("content").values()) {
			leaveOut(block, "cachePoint");
			if (block.has("text")) {
				pieces.add(new Said(block.path("text").asString()));
			}
			else if (block.has("image")) {
				pieces.add(new Shown("image", base64(block.at("/image/source/bytes").asString())));
			}
			else if (block.has("document")) {
				document(block.path("document"), pieces);
			}
			else if (block.has("toolUse")) {
				JsonNode call = block.path("toolUse");
				pieces.add(new Called(call.path("toolUseId").asString(), call.path("name").asString(),
						call.path("input")));
			}
			else if (block.has("toolResult")) {
				JsonNode result = block.path("toolResult");
				leaveOut(result, "status");
				intent.say(Role.TOOL, new Answered(result.path("toolUseId").asString(), answer(result)));
			}
			else {
				leaveOut(block, "reasoningContent");
			}
		}
		intent.say(message.path("role").asString().equals("user") ? Role.USER : Role.ASSISTANT,
				pieces.toArray(Piece[]::new));
	}

	private void document(JsonNode document, List<Piece> pieces) {
		leaveOut(document, "name", "citations");
		JsonNode source = document.path("source");
		if (source.has("text")) {
			this.leftOut.add("text of a document, which is sent as bytes");
			return;
		}
		String type = document.path("format").asString().equals("pdf") ? "application/pdf" : "text/plain";
		pieces.add(new Shown(type, base64(source.path("bytes").asString())));
	}

	private static JsonNode answer(JsonNode result) {
		JsonNode first = result.path("content").path(0);
		return first.has("json") ? first.path("json") : jsonOrText(first.path("text").asString());
	}

}
