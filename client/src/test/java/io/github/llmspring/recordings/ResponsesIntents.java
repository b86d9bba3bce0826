package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.llmspring.ReasoningControl;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolChoice.Mode;
import io.github.llmspring.recordings.Intent.Answered;
import io.github.llmspring.recordings.Intent.Called;
import io.github.llmspring.recordings.Intent.Formed;
import io.github.llmspring.recordings.Intent.Piece;
import io.github.llmspring.recordings.Intent.Said;
import io.github.llmspring.recordings.Intent.Sealed;
import io.github.llmspring.recordings.Intent.Shown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Reads requests of {@code /responses}. That nothing be stored and that thinking be
 * encrypted is the library's own wish in every request, so it is no part of an intent.
 */
final class ResponsesIntents extends IntentReader {

	private static final String ENCRYPTED = "reasoning.encrypted_content";

	@Override
	Intent read(JsonNode body, String model, boolean streaming) {
		Intent intent = new Intent(body.path("model").asString(), body.path("stream").asBoolean(false));
		for (Map.Entry<String, JsonNode> field : body.properties()) {
			JsonNode value = field.getValue();
			switch (field.getKey()) {
				case "model", "stream" -> {
				}
				case "store" -> {
					if (value.asBoolean()) {
						intent.rest().put("store", value);
					}
				}
				case "include" -> include(intent, value);
				case "instructions" -> intent.system().add(value.asString());
				case "input" -> {
					if (value.isString()) {
						intent.say(Role.USER, new Said(value.asString()));
					}
					else {
						value.values().forEach((item) -> item(intent, item));
					}
				}
				case "max_output_tokens" -> intent.options().put("maxOutputTokens", value.asDouble());
				case "tool_choice" -> choice(intent, value);
				case "parallel_tool_calls" -> intent.options().put("parallelToolCalls", value.asBoolean());
				case "reasoning" -> reasoning(intent, value);
				case "text" -> text(intent, value);
				case "tools" -> value.values().forEach((tool) -> tool(intent, tool));
				default -> {
					if (!option(intent, field.getKey(), value)) {
						intent.rest().put(field.getKey(), value);
					}
				}
			}
		}
		if (intent.tools().isEmpty() && intent.options().remove("toolChoice") != null) {
			this.leftOut.add("choice among tools of the service");
		}
		return intent;
	}

	private void choice(Intent intent, JsonNode choice) {
		if (choice.isString()) {
			intent.options()
				.put("toolChoice", new ToolChoice(Mode.valueOf(choice.asString().toUpperCase(Locale.ROOT)), null));
		}
		else if (choice.path("type").asString().equals("function")) {
			intent.options().put("toolChoice", ToolChoice.named(choice.path("name").asString()));
		}
		else {
			intent.rest().put("tool_choice", choice);
		}
	}

	private void reasoning(Intent intent, JsonNode reasoning) {
		intent.options()
			.put("reasoning", ReasoningControl
				.of(ReasoningControl.Effort.valueOf(reasoning.path("effort").asString().toUpperCase(Locale.ROOT))));
		leaveOut(reasoning, "summary");
	}

	private static void text(Intent intent, JsonNode text) {
		JsonNode format = text.path("format");
		if (format.path("type").asString().equals("json_schema")) {
			intent.options()
				.put("outputFormat", new Formed(format.path("name").asString(), format.path("schema"),
						format.path("strict").asBoolean()));
		}
		else {
			intent.rest().put("text", text);
		}
	}

	private static void include(Intent intent, JsonNode include) {
		ArrayNode others = Recording.JSON.createArrayNode();
		include.values().stream().filter((what) -> !what.asString().equals(ENCRYPTED)).forEach(others::add);
		if (!others.isEmpty()) {
			intent.rest().put("include", others);
		}
	}

	private void tool(Intent intent, JsonNode tool) {
		if (!tool.path("type").asString().equals("function")) {
			this.leftOut.add("tool of the service: " + tool.path("type").asString());
			return;
		}
		if (tool.path("strict").asBoolean(false)) {
			this.leftOut.add("strict");
		}
		intent.tools()
			.add(new Intent.Tool(tool.path("name").asString(), tool.path("description").asString(""),
					schema(tool.path("parameters"))));
	}

	private void item(Intent intent, JsonNode item) {
		switch (item.path("type").asString("message")) {
			case "message" -> message(intent, item);
			case "reasoning" -> intent.say(Role.ASSISTANT, new Sealed(item));
			case "function_call" -> intent.say(Role.ASSISTANT, new Called(item.path("call_id").asString(),
					item.path("name").asString(), Recording.JSON.readTree(item.path("arguments").asString())));
			case "function_call_output" -> intent.say(Role.TOOL,
					new Answered(item.path("call_id").asString(), jsonOrText(item.path("output").asString())));
			default -> throw new IllegalStateException("type of " + item);
		}
	}

	private void message(Intent intent, JsonNode message) {
		List<Piece> pieces = new ArrayList<>();
		JsonNode content = message.path("content");
		if (content.isString()) {
			pieces.add(new Said(content.asString()));
		}
		for (JsonNode part : content.isArray() ? content.values() : List.<JsonNode>of()) {
			leaveOut(part, "prompt_cache_breakpoint");
			switch (part.path("type").asString()) {
				case "input_text", "output_text" -> text(part.path("text").asString(), pieces);
				case "input_image" -> pieces.add(image(part.path("image_url")));
				case "input_file" -> pieces.add(new Shown("application/pdf",
						address(part.path(part.has("file_url") ? "file_url" : "file_data")),
						part.path("filename").asString(null)));
				default -> throw new IllegalStateException("type of " + part);
			}
		}
		switch (message.path("role").asString()) {
			case "system", "developer" -> pieces.forEach((piece) -> intent.system().add(((Said) piece).text()));
			case "user" -> intent.say(Role.USER, pieces.toArray(Piece[]::new));
			case "assistant" -> intent.say(Role.ASSISTANT, pieces.toArray(Piece[]::new));
			default -> throw new IllegalStateException("role of " + message);
		}
	}

}
