package io.github.llmspring.wire.cohere;

import java.util.List;
import java.util.Map;
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
import io.github.llmspring.wire.openai.OpenAiChatFormat;

/**
 * The second version of Cohere's chat, the wire format {@code cohere}. Its requests are
 * those of chat completions by other names; its answers have a form of their own.
 */
public final class CohereFormat implements WireFormat {

	private static final int BLOCKED_TOKEN = 498;

	private static final int UNAUTHORIZED = 401;

	private static final OpenAiChatFormat REQUESTS = new OpenAiChatFormat("cohere", Dialect.of(Map.ofEntries(
			Map.entry("path", "/chat"), Map.entry("ask-stream-usage", false), Map.entry("top-p-field", "p"),
			Map.entry("stop-field", "stop_sequences"), Map.entry("most-temperature", 1.0), Map.entry("free-choice", ""),
			Map.entry("forced-choice", "REQUIRED"), Map.entry("forbidden-choice", "NONE"),
			Map.entry("named-choice", false), Map.entry("rejects", List.of("parallel-tool-calls", "log-probabilities")),
			Map.entry("null-content", false), Map.entry("reasoning-effort-field", ""), Map.entry("named-schema", false),
			Map.entry("structured-output-beside-tools", "prompt"), Map.entry("media-parts", List.of("image_url")))));

	@Override
	public String id() {
		return REQUESTS.id();
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return REQUESTS.paths(dialect);
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return REQUESTS.encode(request, dialect);
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return JsonStreamDecoder.whole(body, new CohereAnswerReader(dialect, true), dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return new JsonStreamDecoder(new CohereAnswerReader(dialect, false), dialect);
	}

	/**
	 * The service has a status of its own for a key that is blocked, which others use for
	 * something else.
	 */
	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		LlmException error = ErrorReader.read((status == BLOCKED_TOKEN) ? UNAUTHORIZED : status, body);
		return error.toBuilder().status(status).build();
	}

}
