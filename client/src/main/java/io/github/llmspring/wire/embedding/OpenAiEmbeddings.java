package io.github.llmspring.wire.embedding;

import java.util.Map;
import java.util.Set;

import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingDialect;
import io.github.llmspring.wire.HttpCall;

/**
 * The format that most services speak: a list of texts under {@code input}.
 */
final class OpenAiEmbeddings extends SharedAnswer {

	@Override
	public String id() {
		return "openai";
	}

	@Override
	public Set<String> wireFormats() {
		return Set.of("openai-chat", "openai-responses", "mistral");
	}

	@Override
	public int batchSize(String model) {
		return 2048;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return dialect.all(EmbeddingDialect.PATH);
	}

	@Override
	public HttpCall encode(EmbeddingRequest request, Dialect dialect) {
		Asked asked = new Asked(request, dialect);
		String encoding = dialect.get(EmbeddingDialect.ENCODING);
		String inputType = asked.inputType(Map.of());
		String cut = dialect.get(EmbeddingDialect.CUT_FIELD);
		return asked.post(dialect.get(EmbeddingDialect.PATH),
				(body) -> body.field("model", asked.model())
					.field("input", asked.texts())
					.field("input_type", inputType)
					.field(dialect.get(EmbeddingDialect.DIMENSIONS_FIELD), asked.dimensions())
					.field("encoding_format", encoding.isEmpty() ? null : encoding)
					.field(cut, cut.isEmpty() ? null : false));
	}

}
