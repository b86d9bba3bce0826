package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.Citation;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of {@code /responses}.
 * <p>
 * What a finished item says counts; the pieces of an item count until it is finished.
 */
final class ResponsesNotes extends AnswerNotes {

	private final Map<Integer, ItemNotes> items = new TreeMap<>();

	/**
	 * Tokens that came with pieces of text, by the index of their item.
	 */
	private final Map<Integer, List<TokenLogProbability>> streamed = new HashMap<>();

	private final List<Citation> citations = new ArrayList<>();

	private JsonNode usage = Recording.JSON.missingNode();

	ResponsesNotes(Map<String, String> headers) {
		super(headers);
	}

	@Override
	void whole(JsonNode body) {
		ending(body, body.path("status").asString(""));
	}

	/**
	 * Reads an event; the first ending is the answer's, and some services say
	 * {@code [DONE]} after it.
	 */
	@Override
	void event(String data) {
		if (this.complete || this.error != null || data.equals("[DONE]")) {
			return;
		}
		JsonNode event = Recording.JSON.readTree(data);
		String type = event.path("type").asString("");
		String delta = event.path("delta").asString("");
		ItemNotes item = this.items.computeIfAbsent(event.path("output_index").asInt(-1), (index) -> new ItemNotes());
		switch (type) {
			case "error" -> this.error = ExpectedError.inBand(event, this.headers);
			case "response.created", "response.in_progress" ->
				identify(event.path("response").path("id"), event.path("response").path("model"));
			case "response.completed", "response.incomplete", "response.failed" ->
				ending(event.path("response"), type.replace("response.", ""));
			case "response.output_item.added" -> item.started = event.path("item");
			case "response.output_item.done" -> item.finished = event.path("item");
			case "response.output_text.delta" -> {
				item.text.append(delta);
				this.streamed.computeIfAbsent(event.path("output_index").asInt(-1), (index) -> new ArrayList<>())
					.addAll(tokens(event.path("logprobs")));
			}
			case "response.output_text.annotation.added" -> item.cited.add(event.path("annotation"));
			case "response.refusal.delta" -> {
				item.text.append(delta);
				item.refused = true;
			}
			case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
				item.reasoning.append(delta);
			case "response.function_call_arguments.delta" -> item.arguments.append(delta);
			case "response.function_call_arguments.done" -> {
				item.arguments.setLength(0);
				item.arguments.append(event.path("arguments").asString(""));
			}
			default -> {
			}
		}
		collect();
	}

	private void ending(JsonNode response, String status) {
		identify(response.path("id"), response.path("model"));
		this.usage = response.path("usage");
		for (JsonNode filter : response.path("content_filters").values()) {
			filterResults(filter.path("content_filter_results"),
					filter.path("source_type").asString().equals("prompt"));
		}
		if (status.equals("failed")) {
			this.error = ExpectedError.inBand(response, this.headers);
			return;
		}
		if (!response.path("output").isEmpty()) {
			this.items.clear();
			for (JsonNode output : response.path("output").values()) {
				ItemNotes item = new ItemNotes();
				item.finished = output;
				this.items.put(this.items.size(), item);
			}
		}
		this.rawFinish = status.equals("incomplete") ? response.path("incomplete_details").path("reason").asString()
				: status;
		this.complete = true;
		collect();
	}

	private void collect() {
		this.text.setLength(0);
		this.reasoning.setLength(0);
		this.calls.clear();
		this.tokens.clear();
		this.citations.clear();
		this.refusal = null;
		for (Map.Entry<Integer, ItemNotes> entry : this.items.entrySet()) {
			ItemNotes item = entry.getValue();
			this.tokens.addAll(this.streamed.getOrDefault(entry.getKey(), List.of()));
			if (item.finished != null) {
				finished(item.finished, !this.streamed.getOrDefault(entry.getKey(), List.of()).isEmpty());
			}
			else {
				item.cited.forEach((cited) -> cite(cited, item.text.toString()));
				this.text.append(item.text);
				this.reasoning.append(item.reasoning);
				if (item.refused) {
					refuse(item.text.toString());
					this.filtered = true;
				}
				if (type(item.started).equals("function_call")) {
					toolCall(item.started).arguments.append(item.arguments);
				}
			}
		}
		if (this.filtered && this.complete) {
			this.rawFinish = "refusal";
		}
	}

	private void finished(JsonNode item, boolean tokensKnown) {
		switch (type(item)) {
			case "message" -> {
				for (JsonNode part : item.path("content").values()) {
					part.path("annotations").values().forEach((cited) -> cite(cited, part.path("text").asString("")));
					if (!tokensKnown) {
						this.tokens.addAll(tokens(part.path("logprobs")));
					}
					if (part.path("type").asString("").equals("refusal")) {
						refuse(part.path("refusal").asString(""));
					}
					this.text.append(part.path("text").asString("")).append(part.path("refusal").asString(""));
					this.filtered |= part.path("type").asString("").equals("refusal");
				}
			}
			case "reasoning" -> {
				List<JsonNode> parts = new ArrayList<>(item.path("summary").values());
				parts.addAll(item.path("content").values());
				parts.forEach((part) -> this.reasoning.append(part.path("text").asString("")));
			}
			case "function_call" -> toolCall(item).arguments.append(item.path("arguments").asString(""));
			default -> {
			}
		}
	}

	/**
	 * Notes a citation; its place counts from the beginning of its part.
	 */
	private void cite(JsonNode cited, String part) {
		JsonNode start = cited.has("index") ? cited.path("index") : cited.path("start_index");
		JsonNode end = cited.has("index") ? cited.path("index") : cited.path("end_index");
		String title = word(cited.has("filename") ? cited.path("filename") : cited.path("title"));
		this.citations.add(new Citation(word(cited.path("url")), title, word(cited.path("file_id")), null, null,
				codePoints(part, this.text.length(), start, end)));
	}

	@Override
	List<Citation> citations() {
		return List.copyOf(this.citations);
	}

	private CallNotes toolCall(JsonNode item) {
		return call(word(item.path("call_id")), word(item.path("name")));
	}

	private static String type(JsonNode item) {
		return (item != null) ? item.path("type").asString("") : "";
	}

	@Override
	Counts counts() {
		return new Counts(count(this.usage.path("input_tokens")),
				count(this.usage.path("input_tokens_details").path("cached_tokens")),
				count(this.usage.path("input_tokens_details").path("cache_write_tokens")),
				count(this.usage.path("output_tokens")),
				count(this.usage.path("output_tokens_details").path("reasoning_tokens")));
	}

	/**
	 * An item of the output of which pieces were seen.
	 */
	private static final class ItemNotes {

		final StringBuilder text = new StringBuilder();

		final StringBuilder reasoning = new StringBuilder();

		final StringBuilder arguments = new StringBuilder();

		final List<JsonNode> cited = new ArrayList<>();

		JsonNode started;

		JsonNode finished;

		boolean refused;

	}

}
