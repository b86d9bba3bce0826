package io.github.llmspring.wire.embedding;

import java.util.List;

import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingDialect;
import io.github.llmspring.wire.EmbeddingFormat;
import org.jspecify.annotations.Nullable;

/**
 * The embedding formats that are known.
 */
public final class EmbeddingFormats {

	private static final List<EmbeddingFormat> ALL = List.of(new OpenAiEmbeddings(), new GeminiEmbeddings(),
			new VertexEmbeddings(), new CohereEmbeddings(), new OllamaEmbeddings(), new BedrockEmbeddings());

	private EmbeddingFormats() {
	}

	/**
	 * Format that a service writes embeddings in.
	 * @param wireFormat the wire format of its answers
	 * @param dialect how it deviates from it
	 * @return the format, or {@code null} where the service makes no vectors
	 */
	public static @Nullable EmbeddingFormat find(String wireFormat, Dialect dialect) {
		String named = dialect.get(EmbeddingDialect.FORMAT);
		return ALL.stream()
			.filter((format) -> named.isEmpty() ? format.wireFormats().contains(wireFormat) : format.id().equals(named))
			.findFirst()
			.orElse(null);
	}

}
