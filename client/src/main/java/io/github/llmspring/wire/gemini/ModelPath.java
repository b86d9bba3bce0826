package io.github.llmspring.wire.gemini;

import java.nio.charset.StandardCharsets;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * Path of a model. A model's name may come with its collection, such as {@code models/}
 * or {@code tunedModels/}, or without.
 */
final class ModelPath {

	private static final String MODELS = "models/";

	private static final String TUNED_MODELS = "tunedModels/";

	private static final String PLAIN = "-._~@";

	private ModelPath() {
	}

	/**
	 * Path of a method of a model.
	 * @param model the model's name
	 * @param method the method, with its query
	 * @return the path, with everything in the name encoded that could lead elsewhere
	 */
	static String of(@Nullable String model, String method) {
		if (model == null || model.isBlank()) {
			throw LlmException.builder(LlmException.Reason.INVALID_REQUEST, "no model is given")
				.advice("Name a model in the request, or set the provider's model.")
				.build();
		}
		String collection = model.startsWith(TUNED_MODELS) ? TUNED_MODELS : MODELS;
		String name = model.startsWith(collection) ? model.substring(collection.length()) : model;
		return "/" + collection + encode(name) + ":" + method;
	}

	private static String encode(String name) {
		StringBuilder encoded = new StringBuilder(name.length());
		for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
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
