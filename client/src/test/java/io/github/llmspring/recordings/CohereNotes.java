package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Citation;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of the second version of {@code /chat}.
 */
final class CohereNotes extends AnswerNotes {

	private final List<JsonNode> cited = new ArrayList<>();

	private JsonNode usage = Recording.JSON.missingNode();

	CohereNotes(Map<String, String> headers) {
		super(headers);
	}

	@Override
	void whole(JsonNode body) {
		identify(body.path("id"), body.path("model"));
		JsonNode message = body.path("message");
		this.reasoning.append(message.path("tool_plan").asString(""));
		message.path("content").values().forEach(this::content);
		for (JsonNode call : message.path("tool_calls").values()) {
			call(word(call.path("id")), word(call.at("/function/name"))).arguments
				.append(call.at("/function/arguments").asString(""));
		}
		message.path("citations").values().forEach(this.cited::add);
		ending(body);
	}

	@Override
	void event(String data) {
		if (data.equals("[DONE]")) {
			return;
		}
		JsonNode event = Recording.JSON.readTree(data);
		JsonNode message = event.at("/delta/message");
		switch (event.path("type").asString("")) {
			case "message-start" -> identify(event.path("id"), event.path("model"));
			case "tool-plan-delta" -> this.reasoning.append(message.path("tool_plan").asString(""));
			case "content-start", "content-delta" -> content(message.path("content"));
			case "tool-call-start" -> {
				JsonNode call = message.path("tool_calls");
				call(word(call.path("id")), word(call.at("/function/name")));
			}
			case "tool-call-delta" -> {
				List<CallNotes> begun = this.calls;
				begun.get(begun.size() - 1).arguments.append(message.at("/tool_calls/function/arguments").asString(""));
			}
			case "citation-start" -> this.cited.add(message.path("citations"));
			case "message-end" -> ending(event.path("delta"));
			default -> {
			}
		}
	}

	private void content(JsonNode content) {
		this.text.append(content.path("text").asString(""));
		this.reasoning.append(content.path("thinking").asString(""));
	}

	private void ending(JsonNode holder) {
		this.rawFinish = word(holder.path("finish_reason"));
		this.usage = holder.path("usage");
		this.complete = true;
	}

	@Override
	List<Citation> citations() {
		List<Citation> citations = new ArrayList<>();
		for (JsonNode place : this.cited) {
			if (place.path("type").asString("TEXT_CONTENT").equals("TEXT_CONTENT")) {
				for (JsonNode source : place.path("sources").values()) {
					citations.add(citation(source,
							codePoints(this.text.toString(), 0, place.path("start"), place.path("end"))));
				}
			}
		}
		return citations;
	}

	private static Citation citation(JsonNode source, Citation.Range range) {
		JsonNode said = source.has("document") ? source.path("document") : source.path("tool_output");
		String text = word(said.path("text"));
		String snippet = (text != null) ? text : word(said.path("snippet"));
		return new Citation(word(said.path("url")), word(said.path("title")), word(source.path("id")),
				(snippet != null) ? snippet : word(said.path("content")), null, range);
	}

	@Override
	Counts counts() {
		JsonNode tokens = this.usage.path("tokens");
		return new Counts(count(tokens.path("input_tokens")), count(this.usage.path("cached_tokens")), null,
				count(tokens.path("output_tokens")), count(tokens.path("reasoning_tokens")));
	}

}
