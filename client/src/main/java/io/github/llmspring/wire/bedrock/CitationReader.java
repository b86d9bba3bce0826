package io.github.llmspring.wire.bedrock;

import java.util.List;

import io.github.llmspring.Citation;
import io.github.llmspring.wire.Annotation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the sources of a text: documents and search results of the request, and pages of
 * the web.
 */
final class CitationReader {

	private static final List<String> NUMBERS = List.of("documentIndex", "searchResultIndex");

	private CitationReader() {
	}

	/**
	 * Reads a citation.
	 * @param node the citation
	 * @return the citation, or {@code null} where it tells of no source
	 */
	static @Nullable Citation read(JsonNode node) {
		String source = Annotation.text(node, "source");
		boolean address = source != null && (source.startsWith("https://") || source.startsWith("http://"));
		String page = Annotation.text(node.path("location").path("web"), "url");
		String url = (page == null && address) ? source : page;
		String document = (source != null && !address) ? source : number(node.path("location"));
		Citation citation = new Citation(url, Annotation.text(node, "title"), document, words(node), pages(node), null);
		return citation.equals(Citation.ofPage(null, null, null)) ? null : citation;
	}

	/**
	 * Number of the document or search result among those of the request.
	 */
	private static @Nullable String number(JsonNode location) {
		for (JsonNode place : location) {
			for (String name : NUMBERS) {
				String number = Annotation.text(place, name);
				if (number != null) {
					return number;
				}
			}
		}
		return null;
	}

	private static Citation.@Nullable Range pages(JsonNode node) {
		JsonNode pages = node.path("location").path("documentPage");
		int first = pages.path("start").asInt(-1);
		return (first < 0) ? null : new Citation.Range(first, Math.max(first + 1, pages.path("end").asInt(0)));
	}

	private static @Nullable String words(JsonNode node) {
		StringBuilder words = new StringBuilder();
		node.path("sourceContent").forEach((piece) -> words.append(piece.path("text").asString("")));
		return words.isEmpty() ? null : words.toString();
	}

}
