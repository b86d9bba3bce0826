package io.github.llmspring.routing;

import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.LlmException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/**
 * The contract of a provider, for {@link ModelRouter#send}.
 */
class ModelRouterContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new ModelRouter(List.of(new ProviderEntry("sim", provider, null)), null)::send;
	}

	@Test
	void addressThatNamesNothingIsAnErrorOfTheSubscription() {
		var answer = around((request) -> Flux.empty()).send(ChatRequest.builder().model("none/m").build());
		StepVerifier.create(answer).verifyError(LlmException.class);
	}

}
