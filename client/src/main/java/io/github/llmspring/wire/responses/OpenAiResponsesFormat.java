package io.github.llmspring.wire.responses;

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
 * Responses of OpenAI, the wire format {@code openai-responses}.
 * <p>
 * Used without state: every request holds the whole conversation and asks the service to
 * keep none of it, so reasoning comes back in encrypted form and is sent along.
 */
public final class OpenAiResponsesFormat implements WireFormat {

	static final String ID = "openai-responses";

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return dialect.all(ResponsesDialect.PATH);
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return ResponsesRequestWriter.write(request, dialect.forModel(request.model()));
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return JsonStreamDecoder.whole(body, ResponsesAnswerReader.ofWhole(dialect), dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return new JsonStreamDecoder(ResponsesAnswerReader.ofStream(dialect), dialect);
	}

	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		return ErrorReader.read(status, body);
	}

}
