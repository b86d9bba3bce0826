package io.github.llmspring.recordings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Citation;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of {@code /converse} and {@code /converse-stream}.
 */
final class ConverseNotes extends AnswerNotes {

	private final Map<Integer, CallNotes> open = new HashMap<>();

	private JsonNode usage = Recording.JSON.missingNode();

	ConverseNotes(Map<String, String> headers) {
		super(headers);
	}

	@Override
	void whole(JsonNode body) {
		for (JsonNode block : body.at("/output/message/content").values()) {
			this.text.append(block.path("text").asString(""));
			this.reasoning.append(block.at("/reasoningContent/reasoningText/text").asString(""));
			for (JsonNode cited : block.at("/citationsContent/content").values()) {
				this.text.append(cited.path("text").asString(""));
			}
			JsonNode call = block.path("toolUse");
			if (call.isObject() && !call.path("type").asString("").equals("server_tool_use")) {
				call(word(call.path("toolUseId")), word(call.path("name"))).arguments
					.append(call.path("input").toString());
			}
		}
		this.rawFinish = word(body.path("stopReason"));
		this.usage = body.path("usage");
		this.complete = true;
	}

	@Override
	void event(String data) {
		JsonNode message = Recording.JSON.readTree(data);
		JsonNode payload = message.path("payload");
		int index = payload.path("contentBlockIndex").asInt(0);
		switch (message.path(":event-type").asString("")) {
			case "contentBlockStart" -> {
				JsonNode call = payload.at("/start/toolUse");
				if (call.isObject() && !call.path("type").asString("").equals("server_tool_use")) {
					this.open.put(index, call(word(call.path("toolUseId")), word(call.path("name"))));
				}
			}
			case "contentBlockDelta" -> {
				JsonNode delta = payload.path("delta");
				this.text.append(delta.path("text").asString(""));
				this.reasoning.append(delta.at("/reasoningContent/text").asString(""));
				if (this.open.containsKey(index)) {
					this.open.get(index).arguments.append(delta.at("/toolUse/input").asString(""));
				}
			}
			case "messageStop" -> {
				this.rawFinish = word(payload.path("stopReason"));
				this.complete = true;
			}
			case "metadata" -> this.usage = payload.path("usage");
			default -> {
				if (message.path(":message-type").asString("").equals("exception")) {
					this.error = ExpectedError.inBand(payload, this.headers);
				}
			}
		}
	}

	/**
	 * Sources are not read of this format.
	 */
	@Override
	List<Citation> citations() {
		return List.of();
	}

	@Override
	Counts counts() {
		Long read = count(this.usage.path("cacheReadInputTokens"));
		Long written = count(this.usage.path("cacheWriteInputTokens"));
		Long rest = count(this.usage.path("inputTokens"));
		return new Counts((rest != null) ? sum(rest, read, written) : null, read, written,
				count(this.usage.path("outputTokens")), null);
	}

}
