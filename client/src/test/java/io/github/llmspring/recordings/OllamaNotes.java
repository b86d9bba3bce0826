package io.github.llmspring.recordings;

import java.util.List;
import java.util.Map;

import io.github.llmspring.Citation;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of {@code /api/chat}.
 */
final class OllamaNotes extends AnswerNotes {

	private JsonNode last = Recording.JSON.missingNode();

	OllamaNotes(Map<String, String> headers) {
		super(headers);
	}

	@Override
	void whole(JsonNode body) {
		line(body);
	}

	@Override
	void event(String data) {
		line(Recording.JSON.readTree(data));
	}

	private void line(JsonNode line) {
		if (line.has("error")) {
			this.error = ExpectedError.inBand(line, this.headers);
			return;
		}
		identify(line.path("id"), line.path("model"));
		JsonNode message = line.path("message");
		this.reasoning.append(message.path("thinking").asString(""));
		this.text.append(message.path("content").asString(""));
		for (JsonNode call : message.path("tool_calls").values()) {
			JsonNode function = call.path("function");
			call(word(call.path("id")), word(function.path("name"))).arguments
				.append(function.path("arguments").toString());
		}
		if (line.path("done").asBoolean(false)) {
			this.last = line;
			this.complete = true;
			this.rawFinish = word(line.path("done_reason"));
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
		return this.complete ? new Counts(this.last.path("prompt_eval_count").asLong(0), null, null,
				this.last.path("eval_count").asLong(0), null) : Counts.UNKNOWN;
	}

}
