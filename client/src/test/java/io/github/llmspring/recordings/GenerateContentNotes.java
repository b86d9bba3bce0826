package io.github.llmspring.recordings;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Citation;
import io.github.llmspring.TokenLogProbability;
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

	private JsonNode grounding = Recording.JSON.missingNode();

	private JsonNode recited = Recording.JSON.missingNode();

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
		safety(frame.path("promptFeedback").path("safetyRatings"), true);
		if (blocked != null) {
			rate(blocked, null, true, true);
			finish(blocked);
			this.filtered = true;
		}
		for (JsonNode candidate : frame.path("candidates").values()) {
			if (candidate.path("index").asInt(0) == 0) {
				candidate.path("content").path("parts").values().forEach(this::part);
				details(candidate);
				if (candidate.has("finishReason")) {
					finish(candidate.path("finishReason").asString());
				}
			}
		}
	}

	private void details(JsonNode candidate) {
		safety(candidate.path("safetyRatings"), false);
		JsonNode grounds = candidate.path("groundingMetadata");
		this.grounding = grounds.has("groundingChunks") ? grounds : this.grounding;
		JsonNode sources = candidate.path("citationMetadata");
		this.recited = sources.isObject() ? sources.path(sources.has("citations") ? "citations" : "citationSources")
				: this.recited;
		JsonNode result = candidate.path("logprobsResult");
		for (int i = 0; i < result.path("chosenCandidates").size(); i++) {
			List<TokenLogProbability> likeliest = new ArrayList<>();
			for (JsonNode other : result.path("topCandidates").path(i).path("candidates").values()) {
				likeliest.add(token(other, List.of()));
			}
			this.tokens.add(token(result.path("chosenCandidates").path(i), likeliest));
		}
	}

	private static TokenLogProbability token(JsonNode token, List<TokenLogProbability> others) {
		return new TokenLogProbability(token.path("token").asString(), token.path("logProbability").asDouble(0), null,
				others);
	}

	private void safety(JsonNode ratings, boolean ofPrompt) {
		for (JsonNode rating : ratings.values()) {
			rate(rating.path("category").asString(), word(rating.path("probability")),
					rating.path("blocked").asBoolean(false), ofPrompt);
		}
	}

	@Override
	List<Citation> citations() {
		List<Citation> citations = new ArrayList<>();
		List<Integer> unused = new ArrayList<>();
		for (int i = 0; i < this.grounding.path("groundingChunks").size(); i++) {
			unused.add(i);
		}
		for (JsonNode support : this.grounding.path("groundingSupports").values()) {
			for (JsonNode index : support.path("groundingChunkIndices").values()) {
				citations.add(chunk(index.asInt()).at(range(support.path("segment"))));
				unused.remove((Object) index.asInt());
			}
		}
		unused.forEach((index) -> citations.add(chunk(index)));
		for (JsonNode source : this.recited.values()) {
			citations
				.add(Citation.ofPage(word(source.path("uri")), word(source.path("title")), null).at(range(source)));
		}
		return citations;
	}

	private Citation chunk(int index) {
		JsonNode chunk = this.grounding.path("groundingChunks").path(index);
		JsonNode source = chunk.has("web") ? chunk.path("web") : chunk.path("retrievedContext");
		return new Citation(word(source.path("uri")), word(source.path("title")), word(source.path("fileSearchStore")),
				word(source.path("text")), null, null);
	}

	private Citation.Range range(JsonNode segment) {
		byte[] bytes = this.text.toString().getBytes(StandardCharsets.UTF_8);
		int start = segment.path("startIndex").asInt(0);
		int end = segment.path("endIndex").asInt(-1);
		return (end < 0 || end > bytes.length) ? null
				: new Citation.Range(characters(bytes, start), characters(bytes, end));
	}

	private static int characters(byte[] bytes, int length) {
		return new String(bytes, 0, length, StandardCharsets.UTF_8).length();
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
