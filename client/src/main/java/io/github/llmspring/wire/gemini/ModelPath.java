package io.github.llmspring.wire.gemini;

import io.github.llmspring.wire.PathSegment;
import org.jspecify.annotations.Nullable;

/**
 * Path of a model. A model's name may come with its collection, such as {@code models/}
 * or {@code tunedModels/}, or without.
 */
final class ModelPath {

	private static final String MODELS = "models/";

	private static final String TUNED_MODELS = "tunedModels/";

	private ModelPath() {
	}

	/**
	 * Path of a method of a model.
	 * @param given the model's name
	 * @param method the method, with its query
	 * @return the path, with everything in the name encoded that could lead elsewhere
	 */
	static String of(@Nullable String given, String method) {
		String model = PathSegment.model(given);
		String collection = model.startsWith(TUNED_MODELS) ? TUNED_MODELS : MODELS;
		String name = model.startsWith(collection) ? model.substring(collection.length()) : model;
		return "/" + collection + PathSegment.encode(name) + ":" + method;
	}

}
