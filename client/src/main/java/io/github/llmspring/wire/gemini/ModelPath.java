package io.github.llmspring.wire.gemini;

import java.util.Set;

import io.github.llmspring.wire.PathSegment;
import org.jspecify.annotations.Nullable;

/**
 * Path of a model. A model's name may come with its collection, such as {@code models/}
 * or {@code tunedModels/}, or without.
 */
final class ModelPath {

	private static final String MODELS = "models/";

	private static final String TUNED_MODELS = "tunedModels/";

	private static final String ANSWER = "generateContent";

	private static final String STREAM = "streamGenerateContent";

	private ModelPath() {
	}

	/**
	 * Path of a call of a model.
	 * @param given the model's name
	 * @param streaming whether a stream is asked for
	 * @return the path, with everything in the name encoded that could lead elsewhere
	 */
	static String of(@Nullable String given, boolean streaming) {
		String model = PathSegment.model(given);
		String collection = model.startsWith(TUNED_MODELS) ? TUNED_MODELS : MODELS;
		String name = model.startsWith(collection) ? model.substring(collection.length()) : model;
		return PathSegment.withModel(path(collection, streaming ? STREAM : ANSWER), name)
				+ (streaming ? "?alt=sse" : "");
	}

	/**
	 * Paths of all calls.
	 */
	static Set<String> all() {
		return Set.of(path(MODELS, ANSWER), path(MODELS, STREAM), path(TUNED_MODELS, ANSWER),
				path(TUNED_MODELS, STREAM));
	}

	private static String path(String collection, String method) {
		return "/" + collection + "{model}:" + method;
	}

}
