package io.github.llmspring.aimock;

import java.util.Map;

import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.Secret;

/**
 * A wire format as one of the services speaks it that {@link Aimock} plays.
 */
enum Service {

	OPENAI_CHAT("openai", "openai-chat", "/v1", "gpt-5"),

	OPENAI_RESPONSES("openai", "openai-responses", "/v1", "gpt-5"),

	ANTHROPIC("anthropic", "anthropic", "/v1", "claude-sonnet-4-5"),

	GEMINI("gemini", "gemini", "/v1beta", "gemini-2.0-flash");

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
