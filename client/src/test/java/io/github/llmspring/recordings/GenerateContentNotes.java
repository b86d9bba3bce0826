package io.github.llmspring.recordings;

import java.util.List;
import java.util.Map;

import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads answers of {@code :generateContent} and {@code :streamGenerateContent}.
 */
final class GenerateContentNotes extends AnswerNotes {

	private final ObjectNode usage = Recording.JSON.createObjectNode();

	/**
	 * Arguments of a call that arrives in pieces; they count once the call is complete,
	 * for a text that will continue is no value yet.
	 */
	private final ObjectNode pieces = Recording.JSON.createObjectNode();

	GenerateContentNotes(Map<String, String> headers) {
		super(headers);
	}

	/**
	 * A stream that was not asked for as events is one array of the same frames.
	 */
	@Override
	void whole(JsonNode body) {
		for (JsonNode frame : body.isArray() ? body.values() : List.of(body)) {
			frame(frame);
		}
		this.complete = this.error == null;
	}

	@Override
	void event(String data) {
		frame(Recording.JSON.readTree(data));
	}

	private void frame(JsonNode frame) {
		if (frame.has("error")) {
			this.error = ExpectedError.inBand(frame, this.headers);
			return;
		}
		identify(frame.path("responseId"), frame.path("modelVersion"));
		for (Map.Entry<String, JsonNode> entry : frame.path("usageMetadata").properties()) {
			this.usage.set(entry.getKey(), entry.getValue());
		}
		String blocked = word(frame.path("promptFeedback").path("blockReason"));
		if (blocked != null) {
			finish(blocked);
			this.filtered = true;
		}
		for (JsonNode candidate : frame.path("candidates").values()) {
			if (candidate.path("index").asInt(0) == 0) {
				candidate.path("content").path("parts").values().forEach(this::part);
				if (candidate.has("finishReason")) {
					finish(candidate.path("finishReason").asString());
				}
			}
		}
	}

	private void finish(String reason) {
		this.rawFinish = reason;
		this.complete = true;
	}

	private void part(JsonNode part) {
		if (part.has("functionCall")) {
			functionCall(part.path("functionCall"));
		}
		else if (part.path("thought").asBoolean(false)) {
			this.reasoning.append(part.path("text").asString(""));
		}
		else {
			this.text.append(part.path("text").asString(""));
		}
	}

	private void functionCall(JsonNode function) {
		if (function.has("name")) {
			CallNotes call = call(word(function.path("id")), word(function.path("name")));
			call.arguments.append(function.has("args") ? function.path("args").toString() : "");
		}
		for (JsonNode piece : function.path("partialArgs").values()) {
			String field = piece.path("jsonPath").asString().replace("$.", "");
			this.pieces.put(field, this.pieces.path(field).asString("") + piece.path("stringValue").asString(""));
		}
		if (!function.path("willContinue").asBoolean(false) && !this.pieces.isEmpty()) {
			this.calls.get(this.calls.size() - 1).arguments.append(this.pieces);
			this.pieces.removeAll();
		}
	}

	@Override
	Counts counts() {
		return new Counts(
				sum(count(this.usage.path("promptTokenCount")), count(this.usage.path("toolUsePromptTokenCount"))),
				count(this.usage.path("cachedContentTokenCount")), null,
				sum(count(this.usage.path("candidatesTokenCount")), count(this.usage.path("thoughtsTokenCount"))),
				count(this.usage.path("thoughtsTokenCount")));
	}

}
