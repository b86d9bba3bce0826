package io.github.llmspring.wire.bedrock;

import java.util.Map;
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
 * Conversations of Amazon Bedrock, the wire format {@code bedrock-converse}.
 */
public final class BedrockConverseFormat implements WireFormat {

	static final String ID = "bedrock-converse";

	/**
	 * What holds for a model of which nothing is known.
	 */
	private static final Dialect DEFAULTS = Dialect
		.of(Map.of("reasoning-effort-field", "", "structured-output", "prompt"));

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Framing framing() {
		return Framing.BINARY_MESSAGES;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return Set.of(ConverseRequestWriter.PATH, ConverseRequestWriter.STREAM_PATH);
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return ConverseRequestWriter.write(request, dialect.orElse(DEFAULTS).forModel(request.model()));
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return JsonStreamDecoder.whole(body, new ConverseAnswerReader(dialect), dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return new ConverseStreamDecoder(new JsonStreamDecoder(new ConverseAnswerReader(dialect), dialect));
	}

	/**
	 * The code stands in a header, with an address after it.
	 */
	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		String type = headers.first("x-amzn-errortype");
		return ErrorReader.read(status, body, (type != null) ? type.split(":", 2)[0] : "");
	}

}
