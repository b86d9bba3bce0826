package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of {@code /responses}.
 * <p>
 * What a finished item says counts; the pieces of an item count until it is finished.
 */
final class ResponsesNotes extends AnswerNotes {

	private final Map<Integer, ItemNotes> items = new TreeMap<>();

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
			case "response.output_text.delta" -> item.text.append(delta);
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
		for (ItemNotes item : this.items.values()) {
			if (item.finished != null) {
				finished(item.finished);
			}
			else {
				this.text.append(item.text);
				this.reasoning.append(item.reasoning);
				this.filtered |= item.refused;
				if (type(item.started).equals("function_call")) {
					toolCall(item.started).arguments.append(item.arguments);
				}
			}
		}
		if (this.filtered && this.complete) {
			this.rawFinish = "refusal";
		}
	}

	private void finished(JsonNode item) {
		switch (type(item)) {
			case "message" -> {
				for (JsonNode part : item.path("content").values()) {
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

		JsonNode started;

		JsonNode finished;

		boolean refused;

	}

}
