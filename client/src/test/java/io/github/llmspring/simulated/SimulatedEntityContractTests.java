package io.github.llmspring.simulated;

import java.time.Duration;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatProviderContract;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;

/**
 * The contract of a provider, for {@link SimulatedChatProvider} when it is asked for an
 * answer of a set form.
 */
class SimulatedEntityContractTests extends ChatProviderContract {

	private static final OutputFormat FORMAT = new OutputFormat("city", "{\"type\":\"object\",\"properties\":{"
			+ "\"name\":{\"type\":\"string\"},\"districts\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}");

	private static ChatProvider provider(SimulatedSettings settings) {
		SimulatedChatProvider provider = new SimulatedChatProvider("sim", settings);
		return (request) -> provider.send(request.toBuilder().outputFormat(FORMAT).build());
	}

	@Override
	protected ChatProvider answering() {
		return provider(SimulatedSettings.DEFAULTS);
	}

	@Override
	protected ChatProvider failing() {
		return provider(new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, LlmException.Reason.OVERLOADED));
	}

	@Override
	protected ChatProvider breakingOff() {
		return (request) -> answering().send(request.toBuilder()
			.message(Message.user("think: let me see\nfail: stream_truncated after 5\nHello"))
			.build());
	}

}
