package io.github.llmspring.routing;

import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.LlmException;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

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

	/**
	 * A router is no provider: each of those it knows has models of its own.
	 */
	@Test
	@Override
	protected void modelsAreThoseOfTheProviderInside() {
		ChatProvider simulated = new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS);
		ModelRouter router = new ModelRouter(List.of(new ProviderEntry("sim", simulated, null)), null);
		assertThat(router.entries().get("sim").provider().models().block()).isNotEmpty();
	}

}
