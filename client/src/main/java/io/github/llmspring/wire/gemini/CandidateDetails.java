package io.github.llmspring.wire.gemini;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.Citation;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.wire.Annotation;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.TextUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * Reads what is told about an answer beside its parts.
 * <p>
 * Sources are told once and at the end: where several frames of a stream tell them, the
 * last one counts. Places in the text are counted in bytes, over all parts that are no
 * thoughts.
 */
final class CandidateDetails {

	private final Answer answer;

	private final Json json;

	private @Nullable JsonNode grounding;

	private @Nullable JsonNode citations;

	CandidateDetails(Answer answer, Json json) {
		this.answer = answer;
		this.json = json;
	}

	/**
	 * Reads a field if it is one of these details.
	 * @param field the field's name
	 * @param parser the parser, standing on the value
	 * @return whether the field was read
	 */
	boolean readField(String field, JsonParser parser) {
		switch (field) {
			case "safetyRatings" -> SafetyRatings.read(parser, this.answer, false);
			case "groundingMetadata" -> {
				JsonNode metadata = this.json.tree(parser);
				this.grounding = metadata.path("groundingChunks").isEmpty() ? this.grounding : metadata;
			}
			case "citationMetadata" -> {
				JsonNode metadata = this.json.tree(parser);
				this.citations = metadata.isEmpty() ? this.citations : metadata;
			}
			case "logprobsResult" -> logProbabilities(this.json.tree(parser));
			default -> {
				return false;
			}
		}
		return true;
	}

	private void logProbabilities(JsonNode result) {
		List<TokenLogProbability> tokens = new ArrayList<>();
		JsonNode likeliest = result.path("topCandidates");
		int index = 0;
		for (JsonNode chosen : result.path("chosenCandidates").values()) {
			List<TokenLogProbability> alternatives = new ArrayList<>();
			for (JsonNode alternative : likeliest.path(index++).path("candidates").values()) {
				add(alternatives, alternative, List.of());
			}
			add(tokens, chosen, alternatives);
		}
		this.answer.logProbabilities(tokens);
	}

	private static void add(List<TokenLogProbability> tokens, JsonNode candidate,
			List<TokenLogProbability> alternatives) {
		if (candidate.path("token").isString()) {
			double logProbability = candidate.path("logProbability").asDouble(0);
			tokens.add(new TokenLogProbability(candidate.path("token").asString(), logProbability, null, alternatives));
		}
	}

	/**
	 * Adds the sources to the answer: first those of places in the text, then those that
	 * no place names.
	 */
	void cite() {
		if (this.grounding != null) {
			ground(this.grounding);
		}
		if (this.citations != null) {
			JsonNode listed = this.citations.has("citationSources") ? this.citations.path("citationSources")
					: this.citations.path("citations");
			for (JsonNode source : listed.values()) {
				cite(Citation.ofPage(Annotation.text(source, "uri"), Annotation.text(source, "title"), null), source);
			}
		}
	}

	private void ground(JsonNode metadata) {
		List<Citation> chunks = new ArrayList<>();
		metadata.path("groundingChunks").values().forEach((chunk) -> chunks.add(chunk(chunk)));
		boolean[] supporting = new boolean[chunks.size()];
		for (JsonNode support : metadata.path("groundingSupports").values()) {
			for (JsonNode number : support.path("groundingChunkIndices").values()) {
				int index = number.asInt(-1);
				if (index >= 0 && index < supporting.length) {
					supporting[index] = true;
					cite(chunks.get(index), support.path("segment"));
				}
			}
		}
		for (int i = 0; i < supporting.length; i++) {
			if (!supporting[i]) {
				this.answer.cite(chunks.get(i), TextUnit.UTF8_BYTES, -1, -1);
			}
		}
	}

	/**
	 * A chunk holds one object, named after the kind of the source.
	 */
	private static Citation chunk(JsonNode chunk) {
		JsonNode source = chunk.values().stream().findFirst().orElse(chunk);
		String document = Annotation.text(source, "documentName");
		return new Citation(Annotation.text(source, "uri"), Annotation.text(source, "title"),
				(document != null) ? document : Annotation.text(source, "fileSearchStore"),
				Annotation.text(source, "text"), null, null);
	}

	/**
	 * Adds a citation at a place; a start of 0 is left out on the wire.
	 */
	private void cite(Citation citation, JsonNode place) {
		int end = place.path("endIndex").asInt(-1);
		this.answer.cite(citation, TextUnit.UTF8_BYTES, (end >= 0) ? place.path("startIndex").asInt(0) : -1, end);
	}

}
