package io.github.llmspring;

import java.time.Duration;
import java.util.Optional;

import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;

/**
 * The contract of a provider, for what is put around one.
 */
public abstract class DecoratorContract extends ChatProviderContract {

	private final Exchanges exchanges = new Exchanges();

	/**
	 * The decorator under test around a provider.
	 */
	protected abstract ChatProvider around(ChatProvider provider);

	private ChatProvider simulated(LlmException.Reason fail) {
		return this.exchanges.watching(
				new SimulatedChatProvider("sim", new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, fail)));
	}

	@Override
	protected final ChatProvider answering() {
		return around(simulated(null));
	}

	@Override
	protected final ChatProvider failing() {
		return around(simulated(LlmException.Reason.OVERLOADED));
	}

	@Override
	protected final ChatProvider breakingOff() {
		Message message = Message.user("think: let me see\nfail: stream_truncated after 5\nHello");
		ChatProvider simulated = simulated(null);
		return around((request) -> simulated.send(request.toBuilder().message(message).build()));
	}

	@Override
	protected final Optional<Exchanges> exchanges() {
		return Optional.of(this.exchanges);
	}

}
