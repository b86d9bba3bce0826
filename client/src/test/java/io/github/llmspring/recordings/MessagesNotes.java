package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Citation;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads answers of {@code /messages}.
 */
final class MessagesNotes extends AnswerNotes {

	private final ObjectNode usage = Recording.JSON.createObjectNode();

	/**
	 * Open calls of the client's tools by the index of their block; blocks of the
	 * service's own tools are not in it.
	 */
	private final Map<Integer, CallNotes> open = new HashMap<>();

	/**
	 * Where the text of each block begins and ends, by its index.
	 */
	private final Map<Integer, Citation.Range> spans = new HashMap<>();

	private final List<Map.Entry<Integer, JsonNode>> cited = new ArrayList<>();

	MessagesNotes(Map<String, String> headers) {
		super(headers);
	}

	@Override
	void whole(JsonNode body) {
		if (body.path("type").asString("").equals("error")) {
			this.error = ExpectedError.inBand(body, this.headers);
			return;
		}
		message(body);
		this.complete = true;
	}

	@Override
	void event(String data) {
		JsonNode event = Recording.JSON.readTree(data);
		switch (event.path("type").asString("")) {
			case "message_start" -> message(event.path("message"));
			case "content_block_start" -> block(event.path("index").asInt(), event.path("content_block"));
			case "content_block_delta" -> delta(event.path("index").asInt(), event.path("delta"));
			case "message_delta" -> ending(event.path("delta"), event.path("usage"));
			case "message_stop" -> this.complete = true;
			case "error" -> this.error = ExpectedError.inBand(event, this.headers);
			default -> {
			}
		}
	}

	private void message(JsonNode message) {
		identify(message.path("id"), message.path("model"));
		int index = 0;
		for (JsonNode block : message.path("content").values()) {
			block(index++, block);
		}
		ending(message, message.path("usage"));
	}

	private void block(int index, JsonNode block) {
		switch (block.path("type").asString("")) {
			case "text" -> {
				text(index, block.path("text"));
				block.path("citations").values().forEach((citation) -> this.cited.add(Map.entry(index, citation)));
			}
			case "thinking" -> this.reasoning.append(block.path("thinking").asString(""));
			case "tool_use" -> {
				CallNotes call = call(word(block.path("id")), word(block.path("name")));
				JsonNode input = block.path("input");
				call.arguments.append((input.isObject() && !input.isEmpty()) ? input.toString() : "");
				this.open.put(index, call);
			}
			default -> {
			}
		}
	}

	private void text(int index, JsonNode piece) {
		int start = this.spans.containsKey(index) ? this.spans.get(index).start() : this.text.length();
		this.text.append(piece.asString(""));
		this.spans.put(index, new Citation.Range(start, this.text.length()));
	}

	private void delta(int index, JsonNode delta) {
		switch (delta.path("type").asString("")) {
			case "text_delta" -> text(index, delta.path("text"));
			case "citations_delta" -> this.cited.add(Map.entry(index, delta.path("citation")));
			case "thinking_delta" -> this.reasoning.append(delta.path("thinking").asString(""));
			case "input_json_delta" -> {
				if (this.open.containsKey(index)) {
					this.open.get(index).arguments.append(delta.path("partial_json").asString(""));
				}
			}
			default -> {
			}
		}
	}

	private void ending(JsonNode delta, JsonNode counted) {
		String reason = word(delta.path("stop_reason"));
		this.rawFinish = (reason != null) ? reason : this.rawFinish;
		JsonNode details = delta.path("stop_details");
		if (reason != null && reason.equals("refusal")) {
			refuse(details.path("explanation").asString(""));
		}
		if (word(details.path("category")) != null) {
			rate(details.path("category").asString(), null, true, false);
		}
		for (Map.Entry<String, JsonNode> entry : counted.properties()) {
			if (!entry.getValue().isNull()) {
				this.usage.set(entry.getKey(), entry.getValue());
			}
		}
	}

	@Override
	List<Citation> citations() {
		return this.cited.stream().map((entry) -> citation(entry.getValue(), this.spans.get(entry.getKey()))).toList();
	}

	private static Citation citation(JsonNode cited, Citation.Range range) {
		String text = word(cited.path("cited_text"));
		if (cited.path("type").asString("").endsWith("search_result_location")) {
			String source = word(cited.has("url") ? cited.path("url") : cited.path("source"));
			boolean address = source != null && source.startsWith("http");
			return new Citation(address ? source : null, word(cited.path("title")), address ? null : source, text, null,
					range);
		}
		String file = word(cited.path("file_id"));
		return new Citation(null, word(cited.path("document_title")),
				(file != null) ? file : cited.path("document_index").asString(), text,
				cited.has("start_page_number") ? new Citation.Range(cited.path("start_page_number").asInt(),
						cited.path("end_page_number").asInt()) : null,
				range);
	}

	@Override
	Counts counts() {
		Long written = count(this.usage.path("cache_creation_input_tokens"));
		Long read = count(this.usage.path("cache_read_input_tokens"));
		Long rest = count(this.usage.path("input_tokens"));
		return new Counts((rest != null) ? sum(rest, written, read) : null, read, written,
				count(this.usage.path("output_tokens")),
				count(this.usage.path("output_tokens_details").path("thinking_tokens")));
	}

}
