package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.llmspring.Citation;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of {@code /converse} and {@code /converse-stream}.
 */
final class ConverseNotes extends AnswerNotes {

	private final Map<Integer, CallNotes> open = new HashMap<>();

	private final Map<Integer, Citation.Range> spans = new HashMap<>();

	private final List<Map.Entry<Integer, JsonNode>> cited = new ArrayList<>();

	private JsonNode usage = Recording.JSON.missingNode();

	ConverseNotes(Map<String, String> headers) {
		super(headers);
	}

	@Override
	void whole(JsonNode body) {
		int blocks = 0;
		for (JsonNode block : body.at("/output/message/content").values()) {
			int index = blocks++;
			text(index, block.path("text").asString(""));
			this.reasoning.append(block.at("/reasoningContent/reasoningText/text").asString(""));
			for (JsonNode cited : block.at("/citationsContent/content").values()) {
				text(index, cited.path("text").asString(""));
			}
			block.at("/citationsContent/citations")
				.values()
				.forEach((cited) -> this.cited.add(Map.entry(index, cited)));
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
				text(index, delta.path("text").asString(""));
				if (delta.has("citation")) {
					this.cited.add(Map.entry(index, delta.path("citation")));
				}
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

	@Override
	List<Citation> citations() {
		return this.cited.stream().map((entry) -> citation(entry.getValue(), this.spans.get(entry.getKey()))).toList();
	}

	private static Citation citation(JsonNode cited, Citation.Range range) {
		String words = cited.path("sourceContent")
			.valueStream()
			.map((piece) -> piece.path("text").asString())
			.collect(Collectors.joining());
		String document = cited.path("location")
			.valueStream()
			.map((place) -> place.path("documentIndex").asString())
			.findFirst()
			.orElse(null);
		return new Citation(null, word(cited.path("title")), document, words.isEmpty() ? null : words, null, range);
	}

	private void text(int index, String piece) {
		int start = this.spans.containsKey(index) ? this.spans.get(index).start() : this.text.length();
		this.text.append(piece);
		this.spans.put(index, new Citation.Range(start, this.text.length()));
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
