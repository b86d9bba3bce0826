package io.github.llmspring.wire.cohere;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.Citation;
import io.github.llmspring.wire.Annotation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the sources of places in the text: documents of the request and results of tools.
 */
final class CitationReader {

	private static final String OF_TEXT = "TEXT_CONTENT";

	private static final List<String> SOURCES = List.of("document", "tool_output");

	private static final List<String> WORDS = List.of("text", "snippet", "content");

	private CitationReader() {
	}

	/**
	 * Reads the sources of a place. Those of what the model thinks and plans are passed
	 * over: only text has places.
	 * @param node the place with its sources
	 * @return an annotation for each source
	 */
	static List<Annotation> read(JsonNode node) {
		List<Annotation> annotations = new ArrayList<>();
		if (node.path("type").asString(OF_TEXT).equals(OF_TEXT)) {
			for (JsonNode source : node.path("sources")) {
				annotations
					.add(new Annotation(source(source), node.path("start").asInt(-1), node.path("end").asInt(-1)));
			}
		}
		return annotations;
	}

	private static Citation source(JsonNode source) {
		return new Citation(text(source, "url"), text(source, "title"), Annotation.text(source, "id"), words(source),
				null, null);
	}

	private static @Nullable String words(JsonNode source) {
		for (String name : WORDS) {
			String words = text(source, name);
			if (words != null) {
				return words;
			}
		}
		return null;
	}

	/**
	 * A field of what the request or a tool said; both may have any fields.
	 */
	private static @Nullable String text(JsonNode source, String name) {
		for (String holder : SOURCES) {
			JsonNode value = source.path(holder).path(name);
			if (value.isString() && !value.asString().isEmpty()) {
				return value.asString();
			}
		}
		return null;
	}

}
