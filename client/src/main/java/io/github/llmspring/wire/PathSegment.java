package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a path that is made of something given, such as a model's name.
 */
public final class PathSegment {

	private static final String PLAIN = "-._~@";

	private PathSegment() {
	}

	/**
	 * The model that a request names, for services that want it in the path.
	 * @param model the model's name, or {@code null}
	 * @return the name
	 * @throws LlmException with reason {@code INVALID_REQUEST} if there is none
	 */
	public static String model(@Nullable String model) {
		if (model == null || model.isBlank()) {
			throw LlmException.builder(LlmException.Reason.INVALID_REQUEST, "no model is given")
				.advice("Name a model in the request, or set the provider's model.")
				.build();
		}
		return model;
	}

	/**
	 * A text as one segment, with everything in it encoded that could lead elsewhere.
	 * @param text the text
	 * @return the segment
	 */
	public static String encode(String text) {
		StringBuilder encoded = new StringBuilder(text.length());
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			char character = (char) (octet & 0xFF);
			boolean alphanumeric = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
					|| (character >= '0' && character <= '9');
			if (alphanumeric || PLAIN.indexOf(character) >= 0) {
				encoded.append(character);
			}
			else {
				encoded.append('%').append(String.format("%02X", (int) character));
			}
		}
		return encoded.toString();
	}

}
