package io.github.llmspring.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code content_filter_results}: for each category whether something was filtered,
 * and how grave it is or whether it was detected.
 */
public final class ContentFilterResults {

	private ContentFilterResults() {
	}

	/**
	 * Reads results.
	 * @param parser the parser, standing on the value of the field
	 * @param answer takes the ratings
	 * @param ofPrompt whether the prompt was rated and not the answer
	 */
	public static void read(JsonParser parser, Answer answer, boolean ofPrompt) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String category = parser.currentName();
			if (Json.next(parser) == JsonToken.START_OBJECT) {
				category(category, parser, answer, ofPrompt);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	/**
	 * Reads the results for the prompts of a request, {@code prompt_filter_results}.
	 * @param parser the parser, standing on the value of the field
	 * @param answer takes the ratings
	 */
	public static void readPrompts(JsonParser parser, Answer answer) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
					promptField(parser, answer);
				}
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private static void promptField(JsonParser parser, Answer answer) {
		boolean results = parser.currentName().equals("content_filter_results");
		Json.next(parser);
		if (results) {
			read(parser, answer, true);
		}
		else {
			parser.skipChildren();
		}
	}

	private static void category(String category, JsonParser parser, Answer answer, boolean ofPrompt) {
		String level = null;
		Boolean filtered = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "filtered" -> filtered = value == JsonToken.VALUE_TRUE;
				case "severity" -> level = Json.text(parser);
				case "detected" -> level = detected(level, value);
				default -> parser.skipChildren();
			}
		}
		if (filtered != null) {
			answer.details().rate(category, level, filtered, ofPrompt);
		}
	}

	private static @Nullable String detected(@Nullable String level, JsonToken value) {
		return (level != null) ? level : (value == JsonToken.VALUE_TRUE) ? "detected" : "safe";
	}

}
