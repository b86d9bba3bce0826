package io.github.llmspring.wire.responses;

import java.nio.charset.StandardCharsets;

import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.ContentFilterResults;
import io.github.llmspring.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code content_filters}: what a filter found in the prompt and in the answer.
 */
final class ContentFilters {

	private ContentFilters() {
	}

	/**
	 * Reads what was found.
	 * @param parser the parser, standing on the value of the field
	 * @param answer takes the ratings
	 * @param json the JSON tools
	 */
	static void read(JsonParser parser, Answer answer, Json json) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				filter(parser, answer, json);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	/**
	 * Reads one filter. What it looked at may be told after what it found.
	 */
	private static void filter(JsonParser parser, Answer answer, Json json) {
		String source = null;
		String results = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			switch (name) {
				case "source_type" -> source = Json.text(parser);
				case "content_filter_results" -> results = json.copy(parser);
				default -> parser.skipChildren();
			}
		}
		rate(results, answer, "prompt".equals(source), json);
	}

	private static void rate(@Nullable String results, Answer answer, boolean ofPrompt, Json json) {
		if (results != null) {
			try (JsonParser parser = json.parser(results.getBytes(StandardCharsets.UTF_8))) {
				parser.nextToken();
				ContentFilterResults.read(parser, answer, ofPrompt);
			}
		}
	}

}
