package io.github.llmspring.wire.embedding;

import java.util.Map;
import java.util.Set;

import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;

/**
 * Ollama in its own words. A text that is too long is an error here, as everywhere else:
 * cut in silence, its end could not be found.
 */
final class OllamaEmbeddings extends SharedAnswer {

	private static final String PATH = "/api/embed";

	@Override
	public String id() {
		return "ollama";
	}

	@Override
	public Set<String> wireFormats() {
		return Set.of("ollama");
	}

	@Override
	public int batchSize(String model) {
		return 512;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return Set.of(PATH);
	}

	@Override
	public HttpCall encode(EmbeddingRequest request, Dialect dialect) {
		Asked asked = new Asked(request, dialect);
		asked.inputType(Map.of());
		return asked.post(PATH,
				(body) -> body.field("model", asked.model())
					.field("input", asked.texts())
					.field("truncate", false)
					.field("dimensions", asked.dimensions()));
	}

}
