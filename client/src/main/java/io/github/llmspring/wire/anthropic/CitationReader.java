package io.github.llmspring.wire.anthropic;

import io.github.llmspring.Citation;
import io.github.llmspring.wire.Annotation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the citations of a block of text: of pages of the web, of search results that the
 * request brought, and of places in its documents.
 */
final class CitationReader {

	private CitationReader() {
	}

	/**
	 * Reads a citation.
	 * @param node the citation
	 * @return the citation, or {@code null} where it names no source
	 */
	static @Nullable Citation read(JsonNode node) {
		String citedText = Annotation.text(node, "cited_text");
		return switch (node.path("type").asString("")) {
			case "web_search_result_location" ->
				Citation.ofPage(Annotation.text(node, "url"), Annotation.text(node, "title"), citedText);
			case "search_result_location" -> searchResult(node, citedText);
			case "char_location", "page_location", "content_block_location" -> document(node, citedText);
			default -> null;
		};
	}

	/**
	 * The source of a search result is what the request called it, which need not be an
	 * address.
	 */
	private static Citation searchResult(JsonNode node, @Nullable String citedText) {
		String source = Annotation.text(node, "source");
		boolean address = source != null && (source.startsWith("https://") || source.startsWith("http://"));
		return new Citation(address ? source : null, Annotation.text(node, "title"), address ? null : source, citedText,
				null, null);
	}

	private static Citation document(JsonNode node, @Nullable String citedText) {
		String file = Annotation.text(node, "file_id");
		JsonNode firstPage = node.path("start_page_number");
		Citation.Range pages = firstPage.isInt()
				? new Citation.Range(firstPage.asInt(), node.path("end_page_number").asInt(firstPage.asInt() + 1))
				: null;
		return new Citation(null, Annotation.text(node, "document_title"),
				(file != null) ? file : Annotation.text(node, "document_index"), citedText, pages, null);
	}

}
