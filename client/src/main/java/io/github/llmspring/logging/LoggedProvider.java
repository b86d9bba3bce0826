package io.github.llmspring.logging;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that logs each call, however it ends, once.
 */
public final class LoggedProvider implements ChatProvider {

	private final ChatProvider provider;

	private final CallLogging logging;

	/**
	 * Log of what is asked of a provider.
	 * @param provider the provider
	 * @param logging how calls are logged
	 */
	public LoggedProvider(ChatProvider provider, CallLogging logging) {
		this.provider = provider;
		this.logging = logging;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		Flux<ChatEvent> answer = this.provider.send(request);
		return Entry.isWanted() ? new LoggedFlux(answer, request, this.logging) : answer;
	}

	@Override
	public ChatProvider snapshot() {
		ChatProvider now = this.provider.snapshot();
		return (now == this.provider) ? this : new LoggedProvider(now, this.logging);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
