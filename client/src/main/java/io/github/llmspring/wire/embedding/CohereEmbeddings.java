package io.github.llmspring.wire.embedding;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.EmbeddingOptions.InputType;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import org.jspecify.annotations.Nullable;

/**
 * Cohere: every request has to say what its vectors are for.
 */
final class CohereEmbeddings extends SharedAnswer {

	private static final String PATH = "/embed";

	static final int BATCH_SIZE = 96;

	/**
	 * What is compared is not searched for, and clustering comes nearest to it.
	 */
	private static final Map<InputType, String> INPUT_TYPES = Map.of(InputType.QUERY, "search_query",
			InputType.DOCUMENT, "search_document", InputType.SIMILARITY, "clustering", InputType.CLASSIFICATION,
			"classification", InputType.CLUSTERING, "clustering");

	@Override
	public String id() {
		return "cohere";
	}

	@Override
	public Set<String> wireFormats() {
		return Set.of("cohere");
	}

	@Override
	public int batchSize(String model) {
		return BATCH_SIZE;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return Set.of(PATH);
	}

	@Override
	public HttpCall encode(EmbeddingRequest request, Dialect dialect) {
		Asked asked = new Asked(request, dialect);
		return asked.post(PATH, (body) -> {
			body.field("model", asked.model());
			fields(asked, asked.dimensions(), body);
			body.field("embedding_types", List.of("float"));
		});
	}

	/**
	 * What is written wherever the models run. A text that is too long is an error: cut
	 * in silence, its end could not be found.
	 */
	static void fields(Asked asked, @Nullable Integer dimensions, JsonBody body) {
		String inputType = asked.inputType(INPUT_TYPES);
		body.field("texts", asked.texts())
			.field("input_type", (inputType != null) ? inputType : "search_document")
			.field("output_dimension", dimensions)
			.field("truncate", "NONE");
	}

}
