package io.github.llmspring.wire;

import io.github.llmspring.Citation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A citation in the way of services that annotate places of a text, counted in code
 * points.
 *
 * @param citation the citation, without its place
 * @param start where the place begins, -1 where it is not known
 * @param end where the place ends
 */
public record Annotation(Citation citation, int start, int end) {

	/**
	 * Reads an annotation.
	 * @param node the annotation, its fields in it or in an object by the name of its
	 * type
	 * @return the annotation, or {@code null} where it cites nothing
	 */
	public static @Nullable Annotation of(JsonNode node) {
		String type = node.path("type").asString("");
		JsonNode fields = node.path(type).isObject() ? node.path(type) : node;
		return switch (type) {
			case "url_citation" ->
				new Annotation(Citation.ofPage(text(fields, "url"), text(fields, "title"), text(fields, "content")),
						fields.path("start_index").asInt(-1), fields.path("end_index").asInt(-1));
			case "file_citation" ->
				new Annotation(file(fields), fields.path("index").asInt(-1), fields.path("index").asInt(-1));
			case "container_file_citation" ->
				new Annotation(file(fields), fields.path("start_index").asInt(-1), fields.path("end_index").asInt(-1));
			default -> null;
		};
	}

	private static Citation file(JsonNode fields) {
		return new Citation(null, text(fields, "filename"), text(fields, "file_id"), null, null, null);
	}

	/**
	 * Text of a field.
	 * @param object the object that may have the field
	 * @param field the field's name
	 * @return the text, or {@code null} where there is none
	 */
	public static @Nullable String text(JsonNode object, String field) {
		String text = object.path(field).asString("");
		return text.isEmpty() ? null : text;
	}

	/**
	 * This annotation further on in the text.
	 * @param codePoints the length of what stands before
	 * @return the annotation
	 */
	public Annotation after(int codePoints) {
		return (this.start < 0) ? this : new Annotation(this.citation, this.start + codePoints, this.end + codePoints);
	}

	/**
	 * Adds the citation to the item that an answer has turned to.
	 * @param answer the answer
	 */
	public void addTo(Answer answer) {
		answer.cite(this.citation, TextUnit.CODE_POINTS, this.start, this.end);
	}

}
