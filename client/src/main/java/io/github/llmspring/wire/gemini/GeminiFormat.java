package io.github.llmspring.wire.gemini;

import java.util.Set;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.ErrorReader;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonStreamDecoder;
import io.github.llmspring.wire.StreamDecoder;
import io.github.llmspring.wire.WireFormat;

/**
 * Content generation of Gemini, the wire format {@code gemini}.
 */
public final class GeminiFormat implements WireFormat {

	static final String ID = "gemini";

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return ModelPath.all();
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return GeminiRequestWriter.write(request, dialect.forModel(request.model()));
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return JsonStreamDecoder.whole(body, new GeminiAnswerReader(dialect), dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return new JsonStreamDecoder(new GeminiAnswerReader(dialect), dialect);
	}

	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		return ErrorReader.read(status, body);
	}

}
