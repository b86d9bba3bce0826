package io.github.llmspring.aimock;

import java.util.Map;

import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.Secret;

/**
 * A wire format as one of the services speaks it that {@link Aimock} plays.
 * <p>
 * Where it deviates from the services: thinking of {@code ollama} is in a field that is
 * not Ollama's, and that of {@code cohere} is text; a stream of {@code bedrock} announces
 * blocks of text, which Bedrock does not, and pads nothing; {@code vertex} is there under
 * {@code v1} alone; failures of all look like those of OpenAI or Anthropic.
 */
enum Service {

	OPENAI_CHAT("openai", "openai-chat", "/v1", "gpt-5"),

	OPENAI_RESPONSES("openai", "openai-responses", "/v1", "gpt-5"),

	ANTHROPIC("anthropic", "anthropic", "/v1", "claude-sonnet-4-5"),

	GEMINI("gemini", "gemini", "/v1beta", "gemini-2.0-flash"),

	AZURE("azure-openai", "openai-responses", "/openai/v1", "gpt-5"),

	AZURE_DEPLOYMENT("azure-openai", "openai-chat", "/openai/deployments/gpt-5?api-version=2024-10-21", "gpt-5"),

	VERTEX("vertex", "gemini", "/v1/projects/p/locations/europe-west4/publishers/google", "gemini-2.0-flash"),

	BEDROCK("bedrock", "bedrock-converse", "", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),

	OLLAMA("ollama", "ollama", "", "qwen3"),

	COHERE("cohere", "cohere", "/v2", "command-a-reasoning-08-2025");

	private static final Map<String, Preset> PRESETS = Presets.load(Service.class.getClassLoader());

	private final String preset;

	private final String wireFormat;

	private final String path;

	private final String model;

	Service(String preset, String wireFormat, String path, String model) {
		this.preset = preset;
		this.wireFormat = wireFormat;
		this.path = path;
		this.model = model;
	}

	String model() {
		return this.model;
	}

	/**
	 * Whether calls of tools have ids, as they have where the service itself gives some.
	 */
	boolean tellsCallIds() {
		return this != VERTEX && this != OLLAMA;
	}

	/**
	 * Whether the server tells thinking as the service does.
	 */
	boolean tellsThinking() {
		return this != OLLAMA && this != COHERE;
	}

	/**
	 * Whether a call of a tool comes in one piece.
	 */
	boolean callsAtOnce() {
		return this == GEMINI || this == VERTEX || this == OLLAMA;
	}

	/**
	 * Settings of a provider whose requests are told apart by a name.
	 */
	ProviderSettings settings(Aimock aimock, String name) {
		return settings(aimock, name, Map.of("X-Test-Id", name));
	}

	/**
	 * Settings of a provider that sends headers.
	 */
	ProviderSettings settings(Aimock aimock, String id, Map<String, String> headers) {
		return ProviderSettings.builder(id, PRESETS.get(this.preset))
			.wireFormat(this.wireFormat)
			.baseUrl(aimock.url(this.path))
			.model(this.model)
			.apiKey(() -> Secret.of("key-of-the-test"))
			.headers(headers)
			.build();
	}

}
