package io.github.llmspring.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.TokenLogProbability;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads lists of tokens with {@code logprob} and {@code top_logprobs}.
 */
public final class LogProbabilities {

	private LogProbabilities() {
	}

	/**
	 * Reads a list.
	 * @param parser the parser, standing on the value of the field
	 * @return the tokens whose probability is told, possibly none
	 */
	public static List<TokenLogProbability> read(JsonParser parser) {
		List<TokenLogProbability> tokens = List.of();
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return tokens;
		}
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			TokenLogProbability token = null;
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				token = token(parser);
			}
			else {
				parser.skipChildren();
			}
			if (token != null) {
				tokens = tokens.isEmpty() ? new ArrayList<>() : tokens;
				tokens.add(token);
			}
		}
		return tokens;
	}

	private static @Nullable TokenLogProbability token(JsonParser parser) {
		String token = null;
		Double logProbability = null;
		byte[] bytes = null;
		List<TokenLogProbability> alternatives = List.of();
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "token" -> token = Json.text(parser);
				case "logprob" -> {
					logProbability = value.isNumeric() ? (Double) parser.getDoubleValue() : null;
					parser.skipChildren();
				}
				case "bytes" -> bytes = bytes(parser);
				case "top_logprobs" -> alternatives = read(parser);
				default -> parser.skipChildren();
			}
		}
		return (token != null && logProbability != null)
				? new TokenLogProbability(token, logProbability, bytes, alternatives) : null;
	}

	private static byte @Nullable [] bytes(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return null;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(8);
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
				bytes.write(parser.getIntValue());
			}
			else {
				parser.skipChildren();
			}
		}
		return bytes.toByteArray();
	}

}
