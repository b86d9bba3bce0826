package io.github.llmspring.wire.responses;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.wire.Annotation;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.LogProbabilities;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The parts of an item's content or of its summary, as one. Used again for the next item.
 */
final class ContentParts {

	private final Json json;

	private String text = "";

	private @Nullable String refusal;

	private List<Annotation> annotations = List.of();

	private List<TokenLogProbability> logProbabilities = List.of();

	ContentParts(Json json) {
		this.json = json;
	}

	void clear() {
		this.text = "";
		this.refusal = null;
		this.annotations = List.of();
		this.logProbabilities = List.of();
	}

	/**
	 * Reads the parts; a mere text is one.
	 * @param parser the parser, standing on the value of the field
	 */
	void read(JsonParser parser) {
		clear();
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			String only = Json.text(parser);
			this.text = (only != null) ? only : "";
			return;
		}
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				part(parser);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void part(JsonParser parser) {
		String before = this.text;
		String said = "";
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String field = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (field) {
				case "text", "refusal" -> {
					if (value == JsonToken.VALUE_STRING) {
						said = parser.getString();
						refuse(field.equals("refusal") ? said : "");
					}
					parser.skipChildren();
				}
				case "annotations" -> annotations(parser, before);
				case "logprobs" -> this.logProbabilities = joined(this.logProbabilities, LogProbabilities.read(parser));
				default -> parser.skipChildren();
			}
		}
		this.text = before.isEmpty() ? said : before + said;
	}

	private void refuse(String said) {
		if (!said.isEmpty()) {
			this.refusal = (this.refusal != null) ? this.refusal + said : said;
		}
	}

	/**
	 * Reads annotations, whose places count from the beginning of their part.
	 */
	private void annotations(JsonParser parser, String before) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			Annotation annotation = Annotation.of(this.json.tree(parser));
			if (annotation != null) {
				this.annotations = joined(this.annotations,
						List.of(annotation.after(before.codePointCount(0, before.length()))));
			}
		}
	}

	private static <T> List<T> joined(List<T> list, List<T> more) {
		if (list.isEmpty() || more.isEmpty()) {
			return list.isEmpty() ? more : list;
		}
		List<T> joined = (list instanceof ArrayList) ? list : new ArrayList<>(list);
		joined.addAll(more);
		return joined;
	}

	/**
	 * What all parts say, refusals included.
	 * @return the text, possibly empty
	 */
	String text() {
		return this.text;
	}

	/**
	 * What the model says to refuse.
	 * @return the text, or {@code null} where it does not refuse
	 */
	@Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * Citations at places of the text.
	 * @return the annotations, possibly none
	 */
	List<Annotation> annotations() {
		return this.annotations;
	}

	/**
	 * How likely each token of the text was.
	 * @return the tokens, possibly none
	 */
	List<TokenLogProbability> logProbabilities() {
		return this.logProbabilities;
	}

}
