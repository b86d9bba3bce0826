package io.github.llmspring.benchmarks.loopback;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.Secret;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.benchmarks.Prompts;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.http.ProviderHttpClient;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.routing.ProviderEntry;
import reactor.core.publisher.Mono;

/**
 * This project's client, put together as the starter does it.
 */
final class OurClient implements Contestant {

	private final ProviderHttpClient connections;

	private final ChatClient client;

	OurClient(URI service) {
		Preset preset = Presets.load(Preset.class.getClassLoader()).get("openai");
		if (preset == null) {
			throw new IllegalStateException("No preset 'openai'");
		}
		Secret key = Secret.of("key");
		ProviderSettings settings = ProviderSettings.builder("openai", preset)
			.wireFormat("openai-chat")
			.baseUrl(service)
			.model("gpt-4.1")
			.apiKey(() -> key)
			.build();
		this.connections = new ProviderHttpClient(settings);
		ChatProvider provider = Assembly.surround("openai", HttpChatProvider.of(settings, this.connections),
				Surroundings.builder().model(settings.model()).total(settings.timeouts().total()).build());
		this.client = Assembly
			.client(Assembly.router(List.of(new ProviderEntry("openai", provider, settings.model())), null));
	}

	@Override
	public String name() {
		return OURS;
	}

	@Override
	public String call() {
		return prompt().content();
	}

	@Override
	public Mono<Void> stream(Consumer<String> piece) {
		return prompt().stream().content().doOnNext(piece).then();
	}

	private ChatPrompt prompt() {
		return this.client.prompt(Prompts.USER)
			.system(Prompts.SYSTEM)
			.options(ChatOptions.builder().temperature(0.2).build());
	}

	@Override
	public void close() {
		this.connections.close();
	}

}
