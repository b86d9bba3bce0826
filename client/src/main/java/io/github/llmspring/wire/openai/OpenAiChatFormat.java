package io.github.llmspring.wire.openai;

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
 * Chat completions, the wire format {@code openai-chat}.
 */
public final class OpenAiChatFormat implements WireFormat {

	static final String ID = "openai-chat";

	@Override
	public String id() {
		return ID;
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return ChatRequestWriter.write(request, dialect.forModel(request.model()));
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return JsonStreamDecoder.whole(body, ChatAnswerReader.ofWhole(dialect), dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return new JsonStreamDecoder(ChatAnswerReader.ofStream(dialect), dialect);
	}

	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		return ErrorReader.read(status, body);
	}

}
