package io.github.llmspring.wire.ollama;

import java.util.Set;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.ErrorReader;
import io.github.llmspring.wire.Framing;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonStreamDecoder;
import io.github.llmspring.wire.StreamDecoder;
import io.github.llmspring.wire.WireFormat;

/**
 * The native chat of Ollama, the wire format {@code ollama}.
 */
public final class OllamaFormat implements WireFormat {

	static final String ID = "ollama";

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Framing framing() {
		return Framing.JSON_LINES;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return Set.of(OllamaRequestWriter.PATH);
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return OllamaRequestWriter.write(request, dialect.forModel(request.model()));
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return JsonStreamDecoder.whole(body, new OllamaAnswerReader(dialect), dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return new JsonStreamDecoder(new OllamaAnswerReader(dialect), dialect);
	}

	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		return ErrorReader.read(status, body);
	}

}
