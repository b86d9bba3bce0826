package io.github.llmspring.wire.embedding;

import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingFormat;
import io.github.llmspring.wire.Headers;

/**
 * Format whose answers are read as all others are.
 */
abstract class SharedAnswer implements EmbeddingFormat {

	@Override
	public final EmbeddingResponse decode(byte[] body, Headers headers, EmbeddingRequest request, Dialect dialect) {
		return VectorReader.read(body, headers, request, dialect);
	}

}
