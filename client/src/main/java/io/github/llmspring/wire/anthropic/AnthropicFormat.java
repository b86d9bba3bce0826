package io.github.llmspring.wire.anthropic;

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
 * Messages of Anthropic, the wire format {@code anthropic}.
 */
public final class AnthropicFormat implements WireFormat {

	static final String ID = "anthropic";

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		Set<String> paths = dialect.all(AnthropicDialect.STREAM_PATH);
		paths.remove("");
		paths.addAll(dialect.all(AnthropicDialect.PATH));
		return paths;
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return AnthropicRequestWriter.write(request, dialect.forModel(request.model()));
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return JsonStreamDecoder.whole(body, new AnthropicAnswerReader(dialect), dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return new JsonStreamDecoder(new AnthropicAnswerReader(dialect), dialect);
	}

	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		return ErrorReader.read(status, body);
	}

}
