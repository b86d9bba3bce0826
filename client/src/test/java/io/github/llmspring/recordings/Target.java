package io.github.llmspring.recordings;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.Secret;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.http.ProviderHttpClient;
import io.github.llmspring.http.ProviderOfFormat;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.http.Timeouts;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.WireFormats;

/**
 * The real transport, configured for the service of a recording by its preset.
 */
final class Target implements AutoCloseable {

	private static final Map<String, Preset> PRESETS = Presets.load(Target.class.getClassLoader());

	/**
	 * Services that a preset knows by another name.
	 */
	private static final Map<String, String> PRESET_NAMES = Map.of("alibaba", "dashscope", "gpustack-llamacpp",
			"llama-cpp", "lmstudio", "lm-studio");

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

	private final ProviderHttpClient connections = new ProviderHttpClient(
			settings("connections", PRESETS.get("openai-compatible"), null, URI.create("http://127.0.0.1")));

	ChatProvider provider(Recording recording, URI baseUrl) {
		Preset preset = row(recording);
		ProviderSettings settings = settings(recording.provider(), preset, wireFormat(recording, preset), baseUrl);
		WireFormat format = RelatedFormat.of(recording.wire(), WireFormats.all().get(settings.wireFormat()));
		return ProviderOfFormat.of(settings, format, this.connections);
	}

	private static Preset row(Recording recording) {
		return PRESETS.get(preset(recording.provider()));
	}

	/**
	 * Name of the preset for a service.
	 */
	static String preset(String provider) {
		String name = PRESET_NAMES.getOrDefault(provider, provider);
		return PRESETS.containsKey(name) ? name : "openai-compatible";
	}

	/**
	 * The wire format that a recording is replayed in.
	 */
	static String wireFormat(Recording recording) {
		Preset preset = row(recording);
		String set = wireFormat(recording, preset);
		return (set != null) ? set : preset.wireFormat();
	}

	/**
	 * The wire format of a preset.
	 */
	static String wireFormat(String preset) {
		return PRESETS.get(preset).wireFormat();
	}

	/**
	 * The format to set where the recorded one is not the preset's.
	 */
	private static String wireFormat(Recording recording, Preset preset) {
		return switch (recording.wire()) {
			case RESPONSES -> "openai-responses";
			case INVOKED_MESSAGES, PLAIN_MESSAGES -> "anthropic";
			case PLAIN_COMPLETIONS -> "openai-chat";
			case CHAT_COMPLETIONS -> preset.wireFormat().equals("mistral") ? null : "openai-chat";
			default -> null;
		};
	}

	private static ProviderSettings settings(String id, Preset preset, String wireFormat, URI baseUrl) {
		return ProviderSettings.builder(id, preset)
			.wireFormat(wireFormat)
			.baseUrl(baseUrl)
			.apiKey(() -> Secret.of("key-of-the-test"))
			.timeouts(new Timeouts(LONG_ENOUGH, LONG_ENOUGH, LONG_ENOUGH, LONG_ENOUGH))
			.build();
	}

	@Override
	public void close() {
		this.connections.close();
	}

}
