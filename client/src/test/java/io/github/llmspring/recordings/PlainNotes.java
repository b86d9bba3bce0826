package io.github.llmspring.recordings;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.Citation;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers from before there were messages, which are one text, and counts of
 * tokens.
 */
final class PlainNotes extends AnswerNotes {

	private JsonNode last = Recording.JSON.missingNode();

	PlainNotes(Map<String, String> headers) {
		super(headers);
	}

	@Override
	void whole(JsonNode body) {
		read(body);
		this.complete = true;
	}

	@Override
	void event(String data) {
		if (data.equals("[DONE]")) {
			this.complete = true;
			return;
		}
		read(Recording.JSON.readTree(data));
	}

	private void read(JsonNode piece) {
		this.last = piece;
		identify(piece.path("id"), piece.path("model"));
		Stream.of("/choices/0/text", "/response", "/completion")
			.forEach((place) -> this.text.append(piece.at(place).asString("")));
		Stream.of("/choices/0/finish_reason", "/done_reason", "/stop_reason")
			.filter((place) -> word(piece.at(place)) != null)
			.forEach((place) -> this.rawFinish = word(piece.at(place)));
		this.complete |= this.rawFinish != null || piece.path("done").asBoolean(false);
		this.stoppedSilently = piece.path("done").asBoolean(false) && this.rawFinish == null;
	}

	@Override
	List<Citation> citations() {
		return List.of();
	}

	/**
	 * A server that is done leaves out what is 0.
	 */
	@Override
	Counts counts() {
		if (this.last.path("done").asBoolean(false)) {
			return new Counts(this.last.path("prompt_eval_count").asLong(0), null, null,
					this.last.path("eval_count").asLong(0), null);
		}
		Long input = count(this.last.path("input_tokens"));
		return new Counts((input != null) ? input : count(this.last.path("totalTokens")), null, null, null, null);
	}

}
