package io.github.llmspring.routing;

import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ModelRouter}.
 */
class ModelRouterTests {

	private static ProviderEntry entry(String id, String model) {
		ChatProvider provider = new SimulatedChatProvider(id, SimulatedSettings.DEFAULTS);
		return new ProviderEntry(id, provider, model);
	}

	private final ModelRouter router = new ModelRouter(List.of(entry("openai", "gpt"), entry("openrouter", null)),
			"openai");

	@Test
	void addressIsCutAtTheFirstSlash() {
		assertThat(this.router.resolve("openrouter/anthropic/claude:free"))
			.isEqualTo(new ModelAddress("openrouter", "anthropic/claude:free"));
	}

	@Test
	void providersIdAloneIsItsDefaultModel() {
		assertThat(this.router.resolve("openai")).hasToString("openai/gpt");
		assertThat(this.router.resolve("openrouter")).isEqualTo(new ModelAddress("openrouter", null));
	}

	@Test
	void nothingIsTheDefault() {
		assertThat(this.router.resolve(null)).hasToString("openai/gpt");
	}

	@Test
	void bareModelIsOfTheOnlyProvider() {
		ModelRouter alone = new ModelRouter(List.of(entry("openai", null)), null);
		assertThat(alone.resolve("gpt-4.1")).hasToString("openai/gpt-4.1");
		assertThat(alone.defaultModel()).isEqualTo("openai");
	}

	@Test
	void foundProviderMakesNoChoiceNecessary() {
		ModelRouter router = new ModelRouter(List.of(found("ollama", "llama"), entry("openai", "gpt")), null);
		assertThat(router.resolve(null)).hasToString("openai/gpt");
		assertThat(router.resolve("gpt-4.1")).hasToString("openai/gpt-4.1");
		assertThat(router.resolve("ollama")).hasToString("ollama/llama");
	}

	@Test
	void foundProviderAnswersWhereNoneIsConfigured() {
		ModelRouter router = new ModelRouter(List.of(found("vllm", null), found("ollama", "llama")), null);
		assertThat(router.resolve(null)).hasToString("ollama/llama");
		assertThat(router.resolve("vllm/qwen")).hasToString("vllm/qwen");
	}

	@Test
	void foundProviderDoesNotChooseAmongTheConfiguredOnes() {
		ModelRouter router = new ModelRouter(List.of(entry("a", "m"), entry("b", "m"), found("ollama", "llama")), null);
		assertThat(router.defaultModel()).isNull();
	}

	private static ProviderEntry found(String id, String model) {
		return new ProviderEntry(id, entry(id, model).provider(), model, true);
	}

	@Test
	void unknownProviderIsExplained() {
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> this.router.resolve("opnai/gpt"))
			.withMessage("no provider is called 'opnai', which the model address 'opnai/gpt' names. "
					+ "Did you mean 'openai'? Known are: openai, openrouter.")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.MODEL_NOT_FOUND));
	}

	@Test
	void missingDefaultIsExplained() {
		ModelRouter none = new ModelRouter(List.of(entry("a", "m"), entry("b", "m")), null);
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> ChatClient.of(none::send).prompt("Hello").content())
			.withMessage("no model was asked for and there is no default. Set llm.default-model, or name a model "
					+ "in the prompt. Known are: a, b.");
	}

	@Test
	void promptIsAnsweredByTheProviderItNames() {
		ChatClient client = ChatClient.of(this.router::send);
		assertThat(client.prompt("Hello").call().provider()).isEqualTo("openai");
		assertThat(client.prompt("Hello").model("openrouter/x/y").call().model()).isEqualTo("x/y");
		assertThat(client.withModel("openrouter").prompt("Hello").call().provider()).isEqualTo("openrouter");
	}

	@Test
	void everythingOfAnotherRouterIsTakenOver() {
		ModelRouter next = new ModelRouter(List.of(entry("acme", "new")),
				List.of(Route.builder("smart").models("acme").build()), "smart", new CandidateHealth());
		ChatProvider before = this.router.asProvider().snapshot();
		this.router.adopt(next);
		assertThat(this.router.entries()).containsOnlyKeys("acme");
		assertThat(this.router.routes()).containsExactly("smart");
		assertThat(this.router.defaultModel()).isEqualTo("smart");
		assertThat(provider(this.router.asProvider())).isEqualTo("acme");
		assertThat(provider(before)).isEqualTo("openai");
		assertThat(provider(this.router.asProvider().snapshot())).isEqualTo("acme");
	}

	private static String provider(ChatProvider provider) {
		ChatEvent.Completed answer = (ChatEvent.Completed) provider.send(ChatRequest.builder().build()).blockLast();
		return String.valueOf(answer.response().provider());
	}

}
