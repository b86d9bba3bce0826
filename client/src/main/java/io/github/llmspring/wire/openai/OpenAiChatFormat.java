package io.github.llmspring.wire.openai;

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
 * Chat completions, the wire format {@code openai-chat}, and the base of formats that
 * grew out of it.
 */
public final class OpenAiChatFormat implements WireFormat {

	static final String ID = "openai-chat";

	private final String id;

	private final Dialect defaults;

	/**
	 * The format itself.
	 */
	public OpenAiChatFormat() {
		this(ID, Dialect.STANDARD);
	}

	/**
	 * A format that differs so much that it has a name of its own.
	 * @param id the name
	 * @param defaults what holds where a dialect says nothing
	 */
	public OpenAiChatFormat(String id, Dialect defaults) {
		this.id = id;
		this.defaults = defaults;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return dialect.orElse(this.defaults).all(ChatDialect.PATH);
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return new ChatRequestWriter(this.id, dialect.orElse(this.defaults).forModel(request.model())).write(request);
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return JsonStreamDecoder.whole(body, ChatAnswerReader.ofWhole(dialect.orElse(this.defaults)), dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return new JsonStreamDecoder(ChatAnswerReader.ofStream(dialect.orElse(this.defaults)), dialect);
	}

	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		return ErrorReader.read(status, body);
	}

}
