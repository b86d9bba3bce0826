package io.github.llmspring.wire.embedding;

import java.util.Map;
import java.util.Set;

import io.github.llmspring.EmbeddingOptions.InputType;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.PathSegment;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Google AI Studio: a request of its own for each text, all of them in one call.
 */
final class GeminiEmbeddings extends SharedAnswer {

	static final Map<InputType, String> TASKS = Map.of(InputType.QUERY, "RETRIEVAL_QUERY", InputType.DOCUMENT,
			"RETRIEVAL_DOCUMENT", InputType.SIMILARITY, "SEMANTIC_SIMILARITY", InputType.CLASSIFICATION,
			"CLASSIFICATION", InputType.CLUSTERING, "CLUSTERING");

	private static final String COLLECTION = "models/";

	private static final String PATH = "/" + COLLECTION + "{model}:batchEmbedContents";

	@Override
	public String id() {
		return "gemini";
	}

	@Override
	public Set<String> wireFormats() {
		return Set.of("gemini");
	}

	@Override
	public int batchSize(String model) {
		return 100;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return Set.of(PATH);
	}

	@Override
	public HttpCall encode(EmbeddingRequest request, Dialect dialect) {
		Asked asked = new Asked(request, dialect);
		String name = name(asked.model());
		String task = asked.inputType(TASKS);
		return asked.post(PathSegment.withModel(PATH, name), (body) -> body.value("requests", (json) -> {
			json.writeStartArray();
			asked.texts().forEach((text) -> write(json, COLLECTION + name, text, task, asked.dimensions()));
			json.writeEndArray();
		}));
	}

	/**
	 * Name of a model without its collection.
	 */
	static String name(String model) {
		return model.startsWith(COLLECTION) ? model.substring(COLLECTION.length()) : model;
	}

	private static void write(JsonGenerator json, String model, String text, @Nullable String task,
			@Nullable Integer dimensions) {
		json.writeStartObject();
		json.writeStringProperty("model", model);
		json.writeName("content");
		content(json, text);
		if (task != null) {
			json.writeStringProperty("taskType", task);
		}
		if (dimensions != null) {
			json.writeNumberProperty("outputDimensionality", dimensions);
		}
		json.writeEndObject();
	}

	static void content(JsonGenerator json, String text) {
		json.writeStartObject();
		json.writeArrayPropertyStart("parts");
		json.writeStartObject();
		json.writeStringProperty("text", text);
		json.writeEndObject();
		json.writeEndArray();
		json.writeEndObject();
	}

}
