package io.github.llmspring.wire.gemini;

import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what the service's filter thinks, category by category.
 */
final class SafetyRatings {

	private SafetyRatings() {
	}

	/**
	 * Reads ratings.
	 * @param parser the parser, standing on the value of the field
	 * @param answer takes the ratings
	 * @param ofPrompt whether the prompt was rated and not the answer
	 */
	static void read(JsonParser parser, Answer answer, boolean ofPrompt) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				rating(parser, answer, ofPrompt);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private static void rating(JsonParser parser, Answer answer, boolean ofPrompt) {
		String category = null;
		String level = null;
		boolean blocked = false;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "category" -> category = Json.text(parser);
				case "probability" -> level = Json.text(parser);
				case "blocked" -> blocked = value == JsonToken.VALUE_TRUE;
				default -> parser.skipChildren();
			}
		}
		if (category != null) {
			answer.details().rate(category, level, blocked, ofPrompt);
		}
	}

}
