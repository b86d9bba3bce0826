package io.github.llmspring;

import java.time.Duration;
import java.util.Optional;

import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of a provider, for what is put around one.
 */
public abstract class DecoratorContract extends ChatProviderContract {

	private final Exchanges exchanges = new Exchanges();

	/**
	 * The decorator under test around a provider.
	 */
	protected abstract ChatProvider around(ChatProvider provider);

	/**
	 * Request that gives the decorator something to do.
	 */
	protected ChatRequest outside(ChatRequest request) {
		return request;
	}

	/**
	 * Request as the provider inside can answer it.
	 */
	protected ChatRequest inside(ChatRequest request) {
		return request;
	}

	private ChatProvider atWork(ChatProvider provider) {
		ChatProvider decorated = around((request) -> provider.send(inside(request)));
		return (request) -> decorated.send(outside(request));
	}

	private ChatProvider simulated(LlmException.Reason fail) {
		return this.exchanges.watching(
				new SimulatedChatProvider("sim", new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, fail)));
	}

	@Override
	protected final ChatProvider answering() {
		return atWork(simulated(null));
	}

	@Override
	protected final ChatProvider failing() {
		return atWork(simulated(LlmException.Reason.OVERLOADED));
	}

	@Override
	protected final ChatProvider breakingOff() {
		Message message = Message.user("think: let me see\nfail: stream_truncated after 5\nHello");
		ChatProvider simulated = simulated(null);
		return atWork((request) -> simulated.send(request.toBuilder().message(message).build()));
	}

	@Override
	protected final Optional<Exchanges> exchanges() {
		return Optional.of(this.exchanges);
	}

	@Test
	protected void modelsAreThoseOfTheProviderInside() {
		ChatProvider simulated = new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS);
		assertThat(around(simulated).models().block()).isEqualTo(simulated.models().block()).isNotEmpty();
	}

}
