package io.github.llmspring.wire.embedding;

import java.util.Set;

import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.PathSegment;
import org.jspecify.annotations.Nullable;

/**
 * Google Vertex AI: predictions of instances; the newer models take one text at a time. A
 * text that is too long is an error where there is a word for it.
 */
final class VertexEmbeddings extends SharedAnswer {

	private static final String PATH = "/models/{model}:predict";

	private static final String NEW_PATH = "/models/{model}:embedContent";

	@Override
	public String id() {
		return "vertex";
	}

	@Override
	public Set<String> wireFormats() {
		return Set.of();
	}

	@Override
	public int batchSize(String model) {
		return isNew(model) || model.contains("gemini-embedding") ? 1 : 250;
	}

	private static boolean isNew(String model) {
		return model.contains("gemini-embedding-2");
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return Set.of(PATH, NEW_PATH);
	}

	@Override
	public HttpCall encode(EmbeddingRequest request, Dialect dialect) {
		Asked asked = new Asked(request, dialect);
		String task = asked.inputType(GeminiEmbeddings.TASKS);
		String name = GeminiEmbeddings.name(asked.model());
		return isNew(asked.model())
				? asked.post(PathSegment.withModel(NEW_PATH, name),
						(body) -> body.value("content", (json) -> GeminiEmbeddings.content(json, asked.text()))
							.field("taskType", task)
							.field("outputDimensionality", asked.dimensions()))
				: predict(asked, PathSegment.withModel(PATH, name), task);
	}

	private static HttpCall predict(Asked asked, String path, @Nullable String task) {
		return asked.post(path, (body) -> {
			body.value("instances", (json) -> {
				json.writeStartArray();
				for (String text : asked.texts()) {
					json.writeStartObject();
					json.writeStringProperty("content", text);
					if (task != null) {
						json.writeStringProperty("task_type", task);
					}
					json.writeEndObject();
				}
				json.writeEndArray();
			});
			body.object("parameters",
					(fields) -> fields.field("outputDimensionality", asked.dimensions()).field("autoTruncate", false));
		});
	}

}
