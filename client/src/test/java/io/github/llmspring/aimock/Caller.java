package io.github.llmspring.aimock;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.ProviderHttpClient;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.resilience.RetryPolicy;
import tools.jackson.databind.JsonNode;

/**
 * Asks a service that {@link Aimock} plays, over the real transport and assembly.
 */
final class Caller implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String name = UUID.randomUUID().toString();

	private final Aimock aimock;

	private final ProviderHttpClient connections;

	private final ChatProvider provider;

	Caller(Aimock aimock, Service service) {
		this.aimock = aimock;
		ProviderSettings settings = service.settings(aimock, this.name);
		this.connections = new ProviderHttpClient(settings);
		this.provider = Assembly.surround(settings.id(), HttpChatProvider.of(settings, this.connections),
				Surroundings.builder().total(PATIENCE).retry(RetryPolicy.NONE).build());
	}

	ChatProvider provider() {
		return this.provider;
	}

	ChatClient client() {
		return Assembly.client(this.provider);
	}

	/**
	 * Events of an answer; the last one alone where it is not streamed.
	 */
	static List<ChatEvent> events(ChatPrompt prompt, boolean streaming) {
		return streaming ? prompt.stream().events().collectList().block(PATIENCE)
				: List.of(new ChatEvent.Completed(prompt.call()));
	}

	static ChatResponse answer(List<ChatEvent> events) {
		return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
	}

	/**
	 * What was asked, as the server understood it.
	 */
	List<JsonNode> requests() {
		return this.aimock.requests(this.name);
	}

	@Override
	public void close() {
		this.connections.close();
	}

}
