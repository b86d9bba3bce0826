package io.github.llmspring.wire.mistral;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.StreamDecoder;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.openai.OpenAiChatFormat;

/**
 * Chat completions as Mistral has them, the wire format {@code mistral}: fields that it
 * does not know are an error, ids of calls have a form of their own, and thinking is a
 * part of the content.
 */
public final class MistralFormat implements WireFormat {

	private static final WireFormat CHAT = new OpenAiChatFormat("mistral",
			Dialect.of(Map.ofEntries(Map.entry("ask-stream-usage", false), Map.entry("seed-field", "random_seed"),
					Map.entry("forced-choice", "any"), Map.entry("forbidden-choice", ""),
					Map.entry("tool-call-id-length", 9), Map.entry("tool-result-name", true),
					Map.entry("null-content", false), Map.entry("marked-prefix", true),
					Map.entry("reasoning-replay-part", "parts"), Map.entry("reasoning-effort-field", ""),
					Map.entry("strict-schema", true), Map.entry("rejects", List.of("log-probabilities")),
					Map.entry("media-parts", List.of("image_url", "input_audio", "document_url")))));

	@Override
	public String id() {
		return CHAT.id();
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return CHAT.paths(dialect);
	}

	@Override
	public HttpCall encode(ChatRequest request, Dialect dialect) {
		return CHAT.encode(request, dialect);
	}

	@Override
	public ChatResponse decode(byte[] body, Headers headers, Dialect dialect) {
		return CHAT.decode(body, headers, dialect);
	}

	@Override
	public StreamDecoder decoder(Dialect dialect) {
		return CHAT.decoder(dialect);
	}

	@Override
	public LlmException error(int status, Headers headers, byte[] body) {
		return CHAT.error(status, headers, body);
	}

}
