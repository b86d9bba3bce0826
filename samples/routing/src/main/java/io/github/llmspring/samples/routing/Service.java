package io.github.llmspring.samples.routing;

import java.time.Duration;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import reactor.core.publisher.Flux;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * A simulated service that can be killed: then it cannot be reached until it is revived.
 * <p>
 * It stands in the place of the provider that is configured under its name, and fails as
 * often as that one would.
 */
final class Service implements ChatProvider {

	private final String id;

	private final double failureRate;

	private final ChatProvider provider;

	private volatile boolean killed;

	private Service(String id, Behaviour behaviour) {
		this.id = id;
		this.failureRate = behaviour.failureRate();
		this.provider = new SimulatedChatProvider(id, new SimulatedSettings(SimulatedSettings.DEFAULTS.model(),
				behaviour.delay(), Duration.ZERO, Reason.SERVER_ERROR, this.failureRate));
	}

	static Service of(String id, Environment environment) {
		return new Service(id,
				Binder.get(environment).bindOrCreate("llm.providers." + id + ".simulated", Behaviour.class));
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> this.killed ? Flux.error(LlmException.of(Reason.CONNECTION, this.id + " was killed"))
				: this.provider.send(request));
	}

	String id() {
		return this.id;
	}

	double failureRate() {
		return this.failureRate;
	}

	boolean isKilled() {
		return this.killed;
	}

	void kill() {
		this.killed = true;
	}

	void revive() {
		this.killed = false;
	}

	/**
	 * What is configured of the service.
	 */
	record Behaviour(@DefaultValue("0ms") Duration delay, @DefaultValue("0") double failureRate) {
	}

}
