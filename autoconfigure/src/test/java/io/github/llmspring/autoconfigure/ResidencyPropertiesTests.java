package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Set;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that what is required of residency holds for everything that an application can
 * ask.
 */
class ResidencyPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
		.withPropertyValues("llm.providers.west.type=simulated", "llm.providers.west.residency=us",
				"llm.providers.east.type=simulated", "llm.providers.east.residency=eu,on-prem",
				"llm.routes.smart.models=west,east", "llm.default-model=east", "llm.default-embedding-model=east");

	private static void refused(ThrowingCallable call) {
		LlmException failure = catchThrowableOfType(LlmException.class, call);
		assertThat(failure).isNotNull();
		assertThat(failure.reason()).isEqualTo(Reason.RESIDENCY);
	}

	@Test
	void whatIsRequiredOfAllHoldsForEveryWayToAsk() {
		this.runner.withPropertyValues("llm.require.residency=eu, on-prem").run((context) -> {
			ChatClient client = context.getBean("llmChatClient", ChatClient.class);
			assertThat(client.prompt("Hello").call().provider()).isEqualTo("east");
			assertThat(client.prompt("Hello").model("smart").call().provider()).isEqualTo("east");
			refused(() -> client.prompt("Hello").model("west").call());
			refused(() -> client.prompt("Hello").model("west/other").stream().events().blockLast());
			refused(() -> context.getBean("llm.provider.west.chatClient", ChatClient.class).prompt("Hello").call());
			refused(() -> context.getBean("llm.provider.west.chatProvider", ChatProvider.class)
				.send(ChatRequest.builder().message(Message.user("Hello")).build())
				.blockLast());
			EmbeddingClient vectors = context.getBean("llmEmbeddingClient", EmbeddingClient.class);
			assertThat(vectors.embed("text").provider()).isEqualTo("east");
			refused(() -> vectors.withModel("west").embed("text"));
			refused(() -> context.getBean("llm.provider.west.embeddingProvider", EmbeddingProvider.class)
				.embed(new EmbeddingRequest(List.of("text"), null, EmbeddingOptions.NONE))
				.block());
		});
	}

	@Test
	void promptRequiresMore() {
		this.runner.run((context) -> {
			ChatClient client = context.getBean("llmChatClient", ChatClient.class);
			assertThat(client.prompt("Hello").model("smart").call().provider()).isEqualTo("west");
			assertThat(client.prompt("Hello").model("smart").residency("on-prem").call().provider()).isEqualTo("east");
			refused(() -> client.prompt("Hello").model("west").residency("eu").call());
			EmbeddingClient american = context.getBean("llmEmbeddingClient", EmbeddingClient.class)
				.withOptions(EmbeddingOptions.builder().residency("us").build());
			refused(() -> american.embed("text"));
			assertThat(american.withModel("west").embed("text").provider()).isEqualTo("west");
		});
	}

	@Test
	void providerOfTheApplicationPromisesWhatIsConfiguredOfItsId() {
		ChatProvider own = (request) -> Flux.error(new IllegalStateException("asked"));
		EmbeddingProvider vectors = (request) -> Mono.error(new IllegalStateException("asked"));
		this.runner.withPropertyValues("llm.require.residency=eu")
			.withBean("west", ChatProvider.class, () -> own)
			.withBean("north", ChatProvider.class, () -> own)
			.withBean("northern", EmbeddingProvider.class, () -> vectors)
			.withBean("east", ChatProvider.class, () -> own)
			.run((context) -> {
				ChatClient client = context.getBean("llmChatClient", ChatClient.class);
				refused(() -> client.prompt("Hello").model("west").call());
				refused(() -> client.prompt("Hello").model("north").call());
				refused(() -> context.getBean("llmEmbeddingClient", EmbeddingClient.class)
					.withModel("northern")
					.embed("text"));
				assertThat(catchThrowableOfType(RuntimeException.class, () -> client.prompt("Hello").call()))
					.hasStackTraceContaining("asked");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					llm.require.residency=mars; Property 'llm.require.residency'; No provider has 'mars'.; Set llm.providers.<id>.residency
					llm.require.residency=eeu; Property 'llm.require.residency'; No provider keeps to it; Did you mean 'eu'?
					llm.require.residency=us,eu; Property 'llm.require.residency'; No provider keeps to it; or require less
					llm.require.residency=us; Property 'llm.default-model'; The provider 'east' does not keep to llm.require.residency, 'us'.; Name a provider that does: west.
					llm.require.capabilities=tools; llm.require.capabilities; ; residency
					llm.routes.only.require.residency=eu; llm.routes.only.require.residency; None of the route's models; require less
					""")
	void whatCannotBeKeptEndsTheStart(String property, String name, String problem, String action) {
		this.runner.withPropertyValues("llm.routes.only.models=west", property.strip())
			.run((context) -> assertThat(context.getStartupFailure()).isNotNull()
				.extracting(NestedExceptionUtils::getMostSpecificCause)
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.asString()
				.contains((name.contains("'") ? name : "'" + name + "'").replace("Property ", ""))
				.contains((problem != null) ? problem : "")
				.contains(action));
	}

	@Test
	void wordThatIsRequiredWhereNoProviderHasAnyEndsTheStart() {
		this.runner
			.withPropertyValues("llm.require.residency=eu", "llm.providers.west.residency=",
					"llm.providers.east.residency=")
			.run((context) -> assertThat(context.getStartupFailure()).isNotNull()
				.extracting(NestedExceptionUtils::getMostSpecificCause)
				.asString()
				.contains("No provider has 'eu', nor any other word.")
				.doesNotContain("There are none"));
	}

	@Test
	void routeThatNoneIsLeftForEndsTheStartAndNamesTheRequirement() {
		this.runner.withPropertyValues("llm.require.residency=eu", "llm.routes.only.models=west")
			.run((context) -> assertThat(context.getStartupFailure()).isNotNull()
				.extracting(NestedExceptionUtils::getMostSpecificCause)
				.asString()
				.contains("'llm.require.residency'")
				.contains("None of the models of the route 'only' keeps to it."));
	}

	@Test
	void defaultOfVectorsThatMayNotBeAskedEndsTheStart() {
		this.runner.withPropertyValues("llm.require.residency=eu", "llm.default-embedding-model=west")
			.run((context) -> assertThat(context.getStartupFailure()).isNotNull()
				.extracting(NestedExceptionUtils::getMostSpecificCause)
				.asString()
				.contains("'llm.default-embedding-model'")
				.contains("The provider 'west' does not keep to"));
	}

	@Test
	void blankWordRequiresNothing() {
		this.runner.withPropertyValues("llm.require.residency=").run((context) -> {
			assertThat(context.getBean(ConfiguredProviders.class).required()).isEqualTo(Set.of());
			assertThat(context.getBean("llmChatClient", ChatClient.class).prompt("Hi").model("west").call().provider())
				.isEqualTo("west");
		});
	}

}
