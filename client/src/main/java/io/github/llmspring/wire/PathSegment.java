package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a path that is made of something given, such as a model's name.
 */
public final class PathSegment {

	private static final String PLAIN = "-._~@";

	private static final String PLACE_OF_THE_MODEL = "{model}";

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
	 * A path of a dialect, with the model where it has a place for one.
	 * @param path the path, possibly with {@code {model}} in it
	 * @param model the model's name, or {@code null}
	 * @return the path of a call
	 * @throws LlmException with reason {@code INVALID_REQUEST} if there is a place but no
	 * model
	 */
	public static String withModel(String path, @Nullable String model) {
		return path.contains(PLACE_OF_THE_MODEL) ? path.replace(PLACE_OF_THE_MODEL, encode(model(model))) : path;
	}

	/**
	 * What a path of a dialect looks like, whatever model has its place.
	 * @param path the path, possibly with {@code {model}} in it
	 * @return a regular expression
	 */
	public static String withAnyModel(String path) {
		return Stream.of(path.split(Pattern.quote(PLACE_OF_THE_MODEL), -1))
			.map(Pattern::quote)
			.collect(Collectors.joining("[^/]+"));
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
