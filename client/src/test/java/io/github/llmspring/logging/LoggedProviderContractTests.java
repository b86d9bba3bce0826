package io.github.llmspring.logging;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract of a provider, for {@link LoggedProvider}.
 */
class LoggedProviderContractTests extends DecoratorContract {

	@RegisterExtension
	private final CallLog log = new CallLog();

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new LoggedProvider(provider, CallLogging.WITHOUT_CONTENT);
	}

}
