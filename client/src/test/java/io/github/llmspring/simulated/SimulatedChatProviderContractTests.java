package io.github.llmspring.simulated;

import java.time.Duration;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatProviderContract;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;

/**
 * The contract of a provider, for {@link SimulatedChatProvider}.
 */
class SimulatedChatProviderContractTests extends ChatProviderContract {

	@Override
	protected ChatProvider answering() {
		return new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS);
	}

	@Override
	protected ChatProvider failing() {
		return new SimulatedChatProvider("sim",
				new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, LlmException.Reason.OVERLOADED));
	}

	@Override
	protected ChatProvider breakingOff() {
		return (request) -> answering().send(request.toBuilder()
			.message(Message.user("think: let me see\nfail: stream_truncated after 5\nHello"))
			.build());
	}

}
