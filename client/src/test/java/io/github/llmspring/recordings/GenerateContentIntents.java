package io.github.llmspring.recordings;

import java.util.Base64;
import java.util.Map;

import io.github.llmspring.Role;
import io.github.llmspring.recordings.Intent.Answered;
import io.github.llmspring.recordings.Intent.Called;
import io.github.llmspring.recordings.Intent.Said;
import io.github.llmspring.recordings.Intent.Shown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads requests of {@code :generateContent} and {@code :streamGenerateContent}.
 */
final class GenerateContentIntents extends IntentReader {

	@Override
	Intent read(JsonNode body, String model, boolean streaming) {
		Intent intent = new Intent(model, streaming);
		for (Map.Entry<String, JsonNode> field : body.properties()) {
			JsonNode value = field.getValue();
			switch (field.getKey()) {
				case "systemInstruction" ->
					value.path("parts").values().forEach((part) -> intent.system().add(part.path("text").asString()));
				case "contents" -> value.values().forEach((content) -> content(intent, content));
				case "tools" -> value.values().forEach((tool) -> tools(intent, tool));
				case "generationConfig" -> config(intent, value);
				default -> intent.rest().put(field.getKey(), value);
			}
		}
		return intent;
	}

	private void config(Intent intent, JsonNode config) {
		ObjectNode rest = Recording.JSON.createObjectNode();
		config.properties().forEach((field) -> {
			if (!option(intent, field.getKey(), field.getValue())) {
				rest.set(field.getKey(), field.getValue());
			}
		});
		if (!rest.isEmpty()) {
			intent.rest().put("generationConfig", rest);
		}
	}

	private void tools(Intent intent, JsonNode tool) {
		for (Map.Entry<String, JsonNode> kind : tool.properties()) {
			if (!kind.getKey().equals("functionDeclarations")) {
				this.leftOut.add("tool of the service: " + kind.getKey());
				continue;
			}
			for (JsonNode function : kind.getValue().values()) {
				JsonNode schema = either(function, "parametersJsonSchema", "parameters_json_schema");
				intent.tools()
					.add(new Intent.Tool(function.path("name").asString(), function.path("description").asString(""),
							schema(schema.isMissingNode() ? function.path("parameters") : schema)));
			}
		}
	}

	private void content(Intent intent, JsonNode content) {
		Role side = content.path("role").asString("user").equals("user") ? Role.USER : Role.ASSISTANT;
		for (JsonNode part : content.path("parts").values()) {
			leaveOut(part, "thoughtSignature");
			JsonNode inline = either(part, "inlineData", "inline_data");
			JsonNode file = either(part, "fileData", "file_data");
			JsonNode call = part.path("functionCall");
			JsonNode answer = part.path("functionResponse");
			if (part.has("text") && !part.path("text").asString().isEmpty()) {
				intent.say(side, new Said(part.path("text").asString()));
			}
			else if (!inline.isMissingNode()) {
				String data = inline.path("data").asString();
				// a cut-off text is no Base64 any more; else the bytes matter, not the
				// alphabet
				intent.say(side, new Shown(kind(inline), data.contains("~~") ? base64(data)
						: Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64(data)))));
			}
			else if (!file.isMissingNode()) {
				intent.say(side, new Shown(kind(file), either(file, "fileUri", "file_uri").asString()));
			}
			else if (!call.isMissingNode()) {
				intent.say(side, new Called("", call.path("name").asString(),
						call.has("args") ? call.path("args") : Recording.JSON.createObjectNode()));
			}
			else if (!answer.isMissingNode()) {
				intent.say(Role.TOOL, new Answered("", answer(answer.path("response"))));
			}
		}
	}

	/**
	 * An answer that is no object travels in one, as its {@code output}.
	 */
	private static JsonNode answer(JsonNode response) {
		return (response.size() == 1 && response.has("output")) ? response.path("output") : response;
	}

	private static String kind(JsonNode data) {
		return either(data, "mimeType", "mime_type").asString();
	}

	private static JsonNode either(JsonNode node, String one, String other) {
		return node.has(one) ? node.path(one) : node.path(other);
	}

}
