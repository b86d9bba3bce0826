package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the beans of {@link LlmAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LlmAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class));

	private final ApplicationContextRunner two = this.runner.withPropertyValues("llm.providers.one.type=simulated",
			"llm.providers.one.model=first", "llm.providers.two.type=simulated", "llm.providers.two.model=second",
			"llm.default-model=one");

	@Test
	void clientOfTheOnlyProviderIsInjectable() {
		this.runner.withPropertyValues("llm.providers.sim.type=simulated")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("echo of sim", "Hello"));
	}

	@Test
	void providerOfTheOnlyEntryIsInjectable() {
		this.runner.withUserConfiguration(WantsProvider.class)
			.withPropertyValues("llm.providers.sim.type=simulated")
			.run((context) -> assertThat(ask(ChatClient.of(context.getBean(WantsProvider.class).provider)))
				.contains("of sim"));
	}

	@Test
	void idIsTheTypeWhereNoneIsSet() {
		this.runner.withPropertyValues("llm.providers.simulated.model=parrot")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("parrot of simulated"));
	}

	@Test
	void changingTheDefaultModelChangesWhoAnswers() {
		this.two.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("first of one"));
		this.two.withPropertyValues("llm.default-model=two")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("second of two"));
		this.two.withPropertyValues("llm.default-model=two/third")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("third of two"));
	}

	@Test
	void modelOfTheOnlyProviderMayBeCalledLikeAService() {
		this.runner.withPropertyValues("llm.providers.sim.type=simulated", "llm.default-model=mistral")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("mistral of sim"));
	}

	@Test
	void modelOfTheOnlyProviderNeedsNoId() {
		this.runner.withPropertyValues("llm.providers.sim.type=simulated", "llm.default-model=parrot")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("parrot of sim"));
	}

	@Test
	void qualifierPicksClientAndProvider() {
		this.two.withUserConfiguration(WantsTwo.class).run((context) -> {
			WantsTwo wants = context.getBean(WantsTwo.class);
			assertThat(ask(wants.client)).contains("first of one");
			assertThat(ask(wants.clientOfTwo)).contains("second of two");
			assertThat(ask(ChatClient.of(wants.providerTwo))).contains("second of two");
		});
	}

	@Test
	void routerTellsWhichAddressesExist() {
		this.two.run((context) -> {
			ModelRouter router = context.getBean(ModelRouter.class);
			assertThat(router.entries().keySet()).containsExactly("one", "two");
			assertThat(router.entries().get("two").model()).isEqualTo("second");
			assertThat(router.resolve(null)).hasToString("one/first");
		});
	}

	@Test
	void injectedProviderIsTheOneThatIsAsked() {
		this.two.run((context) -> assertThat(context.getBean(ModelRouter.class).entries().get("two").provider())
			.isSameAs(context.getBean("llm.provider.two.chatProvider", ChatProvider.class).snapshot()));
	}

	@Test
	void withoutProvidersTheEmbeddedOneAnswersAndSaysSo(CapturedOutput output) {
		this.runner.run(
				(context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("echo of simulated", "Hello"));
		assertThat(output).containsOnlyOnce("No provider is configured").contains("llm.providers.openai.api-key");
	}

	@Test
	void emptyProvidersAreNoProviders() {
		this.runner.withPropertyValues("llm.providers=")
			.run((context) -> assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("simulated"));
	}

	@Test
	void configuredEmbeddedProviderIsNoReasonToWarn(CapturedOutput output) {
		this.runner.withPropertyValues("llm.providers.simulated.type=simulated")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).contains("of simulated"));
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void clientOfTheApplicationReplacesOurs(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnClient.class).run((context) -> {
			assertThat(context.getBean(ChatClient.class)).isSameAs(OwnClient.CLIENT);
			assertThat(context).doesNotHaveBean("llmChatClient");
		});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void clientOfTheApplicationNeedsNoDefaultModel() {
		this.two.withUserConfiguration(OwnClient.class)
			.withPropertyValues("llm.default-model=")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void providerOfTheApplicationJoinsUnderItsName() {
		this.two.withUserConfiguration(OwnProvider.class, WantsMine.class).run((context) -> {
			ChatClient client = context.getBean(ChatClient.class);
			assertThat(ask(client)).contains("first of one");
			assertThat(ask(client.withModel("mine/any"))).isEqualTo("mine as any");
			assertThat(ask(context.getBean(WantsMine.class).client)).isEqualTo("mine as null");
			assertThat(context.getBean(WantsMine.class).provider).isSameAs(context.getBean("mine"));
		});
	}

	@Test
	void providerOfTheApplicationIsDecoratedWithinTheClient() {
		this.runner.withUserConfiguration(OwnProvider.class).run((context) -> {
			ask(context.getBean(ChatClient.class));
			ChatRequest received = context.getBean(OwnProvider.class).received.get();
			assertThat(received.deadline()).isNotNull();
		});
	}

	@Test
	void providerOfTheApplicationAloneReplacesTheEmbeddedOne(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnProvider.class, WantsProvider.class).run((context) -> {
			assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("mine");
			assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("mine as null");
			assertThat(context.getBean(WantsProvider.class).provider).isSameAs(context.getBean("mine"));
		});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void providerOfTheApplicationReplacesTheConfiguredOneOfItsName() {
		this.runner.withUserConfiguration(OwnProvider.class, WantsMine.class)
			.withPropertyValues("llm.providers.mine.type=simulated", "llm.providers.mine.model=favourite")
			.run((context) -> {
				assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("mine");
				assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("mine as favourite");
				assertThat(ask(context.getBean(WantsMine.class).client)).isEqualTo("mine as favourite");
				assertThat(context.getBean(WantsMine.class).provider).isSameAs(context.getBean("mine"));
			});
	}

	@Test
	void propertiesOfAProviderOfTheApplicationNeedNoType(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnProvider.class, WantsMine.class)
			.withPropertyValues("llm.providers.mine.model=favourite",
					"llm.providers.mine.rate-limit.requests-per-minute=1", "llm.providers.mine.rate-limit.wait=0s")
			.run((context) -> {
				assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("mine");
				assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("mine as favourite");
				assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> ask(context.getBean(WantsMine.class).client))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.RATE_LIMITED_LOCALLY));
				assertThat(context.getBean(WantsMine.class).provider).isSameAs(context.getBean("mine"));
				assertThat(context.getBean(EmbeddingRouter.class).entries()).isEmpty();
				assertThat(context).doesNotHaveBean(ProviderBeanNames.embeddingProvider("mine"));
			});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void providerOfTheApplicationWithPropertiesMayChooseItsModel() {
		this.runner.withUserConfiguration(OwnProvider.class)
			.withPropertyValues("llm.providers.mine.residency=eu", "llm.routes.smart.models=mine",
					"llm.routes.smart.require.residency=eu", "llm.default-model=mine")
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				assertThat(ask(client)).isEqualTo("mine as null");
				assertThat(ask(client.withModel("smart"))).isEqualTo("mine as null");
			});
	}

	@Test
	void propertiesOfVectorsOfTheApplicationNeedNoType() {
		EmbeddingProvider vectors = (request) -> Mono.just(new EmbeddingResponse(List.of(new float[] { 1 }),
				String.valueOf(request.model()), "mine", Usage.UNKNOWN, List.of()));
		this.two.withBean("mine", EmbeddingProvider.class, () -> vectors)
			.withPropertyValues("llm.providers.mine.embedding-model=e")
			.run((context) -> {
				assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("one", "two");
				assertThat(context.getBean(EmbeddingClient.class).withModel("mine").embed("text").model())
					.isEqualTo("e");
				assertThat(context).doesNotHaveBean(ProviderBeanNames.provider("mine"));
			});
	}

	@Test
	void propertiesOfNoProviderNeedAType() {
		this.two.withUserConfiguration(OwnProvider.class)
			.withPropertyValues("llm.providers.yours.model=favourite", "spring.main.lazy-initialization=true")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.hasMessageContaining("llm.providers.yours.type"));
	}

	@Test
	void clientOfTheApplicationReplacesTheConfiguredOneOfItsName() {
		this.two.withUserConfiguration(OwnClientTwo.class, WantsTwo.class).run((context) -> {
			WantsTwo wants = context.getBean(WantsTwo.class);
			assertThat(wants.clientOfTwo).isSameAs(context.getBean("two"));
			assertThat(ask(ChatClient.of(wants.providerTwo))).contains("second of two");
		});
	}

	@Test
	void providerThatIsNoCandidateForInjectionStaysOut() {
		this.two.withUserConfiguration(HiddenProvider.class)
			.run((context) -> assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("one", "two"));
	}

	@Test
	void foreignBeansOfCommonNamesDoNoHarm() {
		this.two.withUserConfiguration(ForeignBeans.class, WantsTwo.class).run((context) -> {
			WantsTwo wants = context.getBean(WantsTwo.class);
			assertThat(ask(wants.client)).contains("first of one");
			assertThat(ask(wants.clientOfTwo)).contains("second of two");
			assertThat(ask(ChatClient.of(wants.providerTwo))).contains("second of two");
			assertThat(context.getBean("chatClient")).isInstanceOf(StringBuilder.class);
		});
	}

	@Test
	void optionsOfASimulatedProviderHoldUnlessTheRequestHasItsOwn() {
		this.runner
			.withPropertyValues("llm.providers.sim.type=simulated", "llm.providers.sim.options.max-output-tokens=2")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("This is "));
	}

	private static String ask(ChatClient client) {
		return client.prompt("Hello").content();
	}

	/**
	 * Provider that says its name and the model it was asked for.
	 */
	private static ChatProvider provider(String name, AtomicReference<ChatRequest> received) {
		return (request) -> {
			received.set(request);
			return Flux.just(new ChatEvent.Completed(
					ChatResponse.builder().content(new Content.Text(name + " as " + request.model())).build()));
		};
	}

	@Configuration(proxyBeanMethods = false)
	static class WantsProvider {

		private final ChatProvider provider;

		WantsProvider(ChatProvider provider) {
			this.provider = provider;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsTwo {

		private final ChatClient client;

		private final ChatClient clientOfTwo;

		private final ChatProvider providerTwo;

		WantsTwo(ChatClient client, @Qualifier("two") ChatClient clientOfTwo,
				@Qualifier("two") ChatProvider providerTwo) {
			this.client = client;
			this.clientOfTwo = clientOfTwo;
			this.providerTwo = providerTwo;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsMine {

		private final ChatClient client;

		private final ChatProvider provider;

		WantsMine(@Qualifier("mine") ChatClient client, @Qualifier("mine") ChatProvider provider) {
			this.client = client;
			this.provider = provider;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		private static final ChatClient CLIENT = ChatClient.of(provider("own", new AtomicReference<>()));

		@Bean
		ChatClient anyName() {
			return CLIENT;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClientTwo {

		@Bean(defaultCandidate = false)
		ChatClient two() {
			return ChatClient.of(provider("own", new AtomicReference<>()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProvider {

		private final AtomicReference<ChatRequest> received = new AtomicReference<>();

		@Bean
		ChatProvider mine() {
			return provider("mine", this.received);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenProvider {

		@Bean(autowireCandidate = false)
		ChatProvider hidden() {
			return provider("hidden", new AtomicReference<>());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForeignBeans {

		@Bean
		StringBuilder chatClient() {
			return new StringBuilder();
		}

		@Bean
		List<String> chatModel() {
			return List.of();
		}

		@Bean
		Map<String, String> openAiChatModel() {
			return Map.of();
		}

		@Bean
		String two() {
			return "two";
		}

	}

}
