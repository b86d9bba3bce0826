package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.Role;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.ModelList;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.WireFormats;
import io.github.llmspring.wire.embedding.EmbeddingFormats;
import tools.jackson.databind.JsonNode;

/**
 * What a service offers as its preset has it: found out by writing requests, for what a
 * format, a dialect or the rules for a model do not take shows there.
 *
 * @param preset the service
 */
record OfferedFeatures(Preset preset) {

	static final List<String> NAMES = List.of("chat", "stream", "tools", "vision", "files", "schema", "reasoning",
			"caching", "embeddings", "models");

	/**
	 * Models that can do what others of the same service cannot.
	 */
	private static final Map<String, String> ABLE_MODELS = Map.of("openai", "gpt-5-mini", "azure-openai", "gpt-5-mini",
			"anthropic", "claude-sonnet-5", "bedrock", "anthropic.claude-sonnet-5", "mistral", "mistral-medium-latest",
			"cohere", "command-a-reasoning-08-2025", "groq", "openai/gpt-oss-120b", "xai", "grok-4.3");

	private static final Set<String> BESIDE_CHAT = Set.of("embeddings", "models");

	private static final OutputFormat FORM = new OutputFormat("form",
			"{\"type\":\"object\",\"properties\":{\"soughtAfter\":{\"type\":\"string\"}},\"required\":[\"soughtAfter\"]}");

	boolean has(String feature) {
		Set<String> without = this.preset.without();
		if (without.contains(feature) || (without.contains("chat") && !BESIDE_CHAT.contains(feature))) {
			return false;
		}
		return switch (feature) {
			case "vision" -> takes(Media.of("image/png", new byte[] { 1 }));
			case "files" -> takes(Media.of("application/pdf", new byte[] { 1 }));
			case "schema" -> schema() != Way.WORDS;
			case "reasoning" -> canBeToldToThink();
			case "embeddings" -> EmbeddingFormats.find(this.preset.wireFormat(), this.preset.dialect()) != null;
			case "models" -> !this.preset.dialect().get(ModelList.PATH).isEmpty();
			default -> true;
		};
	}

	/**
	 * What to say of how a schema is kept to, empty where the service itself takes it.
	 */
	String wayToSchema() {
		return switch (schema()) {
			case SCHEMA, WORDS -> "";
			case TOOL -> " tool";
			case JSON -> " json";
		};
	}

	private enum Way {

		SCHEMA, TOOL, JSON, WORDS

	}

	private Way schema() {
		JsonNode body = Wire.json(new String(call(request(Message.user("Hi")).outputFormat(FORM).build()).body(),
				StandardCharsets.UTF_8));
		if (body.findValue("soughtAfter") != null) {
			boolean tool = List.of("tools", "toolConfig")
				.stream()
				.anyMatch((field) -> body.path(field).findValue("soughtAfter") != null);
			return tool ? Way.TOOL : Way.SCHEMA;
		}
		String text = body.toString();
		return (text.contains("\"json_object\"") || text.contains("\"application/json\"")) ? Way.JSON : Way.WORDS;
	}

	private boolean canBeToldToThink() {
		ChatOptions thinking = ChatOptions.builder().reasoning(ReasoningControl.of(Effort.HIGH)).build();
		return call(request(Message.user("Hi")).options(thinking).build()).warnings().isEmpty();
	}

	private boolean takes(Media media) {
		try {
			call(request(Message.of(Role.USER, media)).build());
			return true;
		}
		catch (LlmException ex) {
			return false;
		}
	}

	private ChatRequest.Builder request(Message message) {
		return ChatRequest.builder()
			.model(ABLE_MODELS.getOrDefault(this.preset.name(), "model"))
			.messages(List.of(message));
	}

	private HttpCall call(ChatRequest request) {
		return WireFormats.all().get(this.preset.wireFormat()).encode(request, this.preset.dialect());
	}

}
