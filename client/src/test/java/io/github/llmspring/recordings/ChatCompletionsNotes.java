package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Citation;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of {@code /chat/completions}, of all services that speak it.
 */
final class ChatCompletionsNotes extends AnswerNotes {

	private final String provider;

	private final List<JsonNode> annotations = new ArrayList<>();

	private JsonNode results = Recording.JSON.missingNode();

	private JsonNode addresses = Recording.JSON.missingNode();

	private JsonNode usage = Recording.JSON.missingNode();

	ChatCompletionsNotes(String provider, Map<String, String> headers) {
		super(headers);
		this.provider = provider;
	}

	@Override
	void whole(JsonNode body) {
		chunk(body, "message");
		this.complete = this.error == null;
	}

	@Override
	void event(String data) {
		if (data.equals("[DONE]")) {
			this.complete = this.error == null;
			return;
		}
		chunk(Recording.JSON.readTree(data), "delta");
	}

	private void chunk(JsonNode chunk, String part) {
		identify(chunk.path("id"), chunk.path("model"));
		JsonNode counted = chunk.path("usage").isObject() ? chunk.path("usage") : chunk.path("x_groq").path("usage");
		this.usage = counted.isObject() ? counted : this.usage;
		this.results = chunk.path("search_results").isArray() ? chunk.path("search_results") : this.results;
		this.addresses = chunk.path("citations").isArray() ? chunk.path("citations") : this.addresses;
		for (JsonNode prompt : chunk.path("prompt_filter_results").values()) {
			filterResults(prompt.path("content_filter_results"), true);
		}
		if (!chunk.path("error").isMissingNode() && !chunk.path("error").isNull()) {
			this.error = ExpectedError.inBand(chunk, this.headers);
			return;
		}
		for (JsonNode choice : chunk.path("choices").values()) {
			if (choice.path("index").asInt(0) == 0) {
				message(choice.path(part));
				filterResults(choice.path("content_filter_results"), false);
				this.tokens.addAll(tokens(choice.path("logprobs").path("content")));
				finish(choice.path("finish_reason"));
			}
		}
	}

	private void finish(JsonNode reason) {
		if (word(reason) != null) {
			this.rawFinish = (this.filtered) ? "refusal" : word(reason);
			this.complete = true;
		}
	}

	private void message(JsonNode message) {
		String thinking = word(message.path("reasoning_content"));
		thinking = (thinking != null) ? thinking : word(message.path("reasoning"));
		this.reasoning.append((thinking != null) ? thinking : "");
		content(message.path("content"));
		if (word(message.path("refusal")) != null) {
			this.text.append(message.path("refusal").asString());
			refuse(message.path("refusal").asString());
			this.filtered = true;
		}
		this.annotations.addAll(message.path("annotations").values());
		for (JsonNode call : message.path("tool_calls").values()) {
			toolCall(call);
		}
	}

	private void content(JsonNode content) {
		if (content.isString()) {
			this.text.append(content.asString());
		}
		for (JsonNode piece : content.isArray() ? content.values() : List.<JsonNode>of()) {
			if (piece.path("type").asString().equals("text")) {
				this.text.append(piece.path("text").asString());
			}
			for (JsonNode thought : piece.path("thinking").values()) {
				this.reasoning.append(thought.path("text").asString(""));
			}
		}
	}

	/**
	 * A piece belongs to the call of its id; without a known id a new id opens a call;
	 * without an id the index decides, else the call that is open.
	 */
	private void toolCall(JsonNode piece) {
		String id = word(piece.path("id"));
		int index = piece.path("index").asInt(-1);
		CallNotes call = null;
		for (CallNotes open : this.calls) {
			if ((id != null) ? open.id.equals(id) : (index < 0 || open.index == index)) {
				call = open;
			}
		}
		JsonNode function = piece.path("function");
		if (call == null) {
			call = call(id, null);
			call.index = index;
		}
		call.name = call.name.isEmpty() ? function.path("name").asString("") : call.name;
		JsonNode arguments = function.path("arguments");
		call.arguments.append(arguments.isObject() ? arguments.toString() : arguments.asString(""));
	}

	/**
	 * What searching services found is told once more as mere addresses.
	 */
	@Override
	List<Citation> citations() {
		List<Citation> citations = new ArrayList<>();
		for (JsonNode annotation : this.annotations) {
			JsonNode cited = annotation.path("url_citation");
			if (cited.isObject()) {
				citations.add(Citation
					.ofPage(word(cited.path("url")), word(cited.path("title")), word(cited.path("content")))
					.at(codePoints(this.text.toString(), 0, cited.path("start_index"), cited.path("end_index"))));
			}
		}
		for (JsonNode result : this.results.values()) {
			citations.add(Citation.ofPage(word(result.path("url")), word(result.path("title")),
					word(result.path("snippet"))));
		}
		for (JsonNode address : this.addresses.values()) {
			if (citations.stream().noneMatch((citation) -> address.asString().equals(citation.url()))) {
				citations.add(Citation.ofPage(address.asString(), null, null));
			}
		}
		return citations;
	}

	@Override
	Counts counts() {
		JsonNode prompt = this.usage.path("prompt_tokens_details");
		JsonNode completion = this.usage.path("completion_tokens_details");
		Long input = count(this.usage.path("prompt_tokens"));
		Long output = count(this.usage.path("completion_tokens"));
		Long reasoned = first(completion.path("reasoning_tokens"), this.usage.path("reasoning_tokens"));
		if (this.provider.equals("xai")) {
			output = sum(output, reasoned);
		}
		if (this.provider.equals("mistral") && prompt.path("audio_tokens").asLong(0) > 0) {
			input = count(this.usage.path("total_tokens")) - output;
		}
		return new Counts(input,
				first(prompt.path("cached_tokens"), this.usage.path("prompt_cache_hit_tokens"),
						this.usage.path("num_cached_tokens")),
				count(prompt.path("cache_write_tokens")), output, reasoned);
	}

	private static Long first(JsonNode... nodes) {
		for (JsonNode node : nodes) {
			if (node.isNumber()) {
				return node.asLong();
			}
		}
		return null;
	}

}
