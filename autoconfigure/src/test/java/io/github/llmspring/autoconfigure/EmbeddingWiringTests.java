package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.Usage;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.Spending;
import io.github.llmspring.budget.SpendingLedger;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of the beans that make vectors.
 */
class EmbeddingWiringTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class));

	private final ApplicationContextRunner two = this.runner.withPropertyValues("llm.providers.one.type=simulated",
			"llm.providers.one.model=chat", "llm.providers.one.embedding-model=first",
			"llm.providers.two.type=simulated", "llm.default-model=one");

	@Test
	void onlyProviderMakesVectors() {
		this.runner.withPropertyValues("llm.providers.sim.type=simulated")
			.run((context) -> assertThat(made(context.getBean(EmbeddingClient.class))).isEqualTo("sim/echo"));
	}

	@Test
	void onlyProviderWithAModelForEmbeddingsIsTheDefault() {
		this.two.run((context) -> assertThat(made(context.getBean(EmbeddingClient.class))).isEqualTo("one/first"));
	}

	@Test
	void changingTheDefaultChangesWhoMakesThem() {
		this.two.withPropertyValues("llm.default-embedding-model=two/third")
			.run((context) -> assertThat(made(context.getBean(EmbeddingClient.class))).isEqualTo("two/third"));
		this.two.withPropertyValues("llm.default-embedding-model=two", "llm.providers.two.embedding-model=second")
			.run((context) -> assertThat(made(context.getBean(EmbeddingClient.class))).isEqualTo("two/second"));
	}

	@Test
	void qualifierPicksAProvider() {
		this.two.withPropertyValues("llm.providers.two.embedding-model=second")
			.withUserConfiguration(WantsTwo.class)
			.run((context) -> {
				WantsTwo wants = context.getBean(WantsTwo.class);
				assertThat(made(wants.clientOfTwo)).isEqualTo("two/second");
				assertThat(made(EmbeddingClient.of(wants.providerTwo).withModel("other"))).isEqualTo("two/other");
			});
	}

	@Test
	void unclearDefaultFailsOnlyWhenItIsAsked() {
		this.two.withPropertyValues("llm.providers.two.embedding-model=second").run((context) -> {
			assertThat(context).hasNotFailed();
			EmbeddingClient client = context.getBean(EmbeddingClient.class);
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.embed("text"))
				.withMessageContaining("llm.default-embedding-model");
			assertThat(made(client.withModel("two"))).isEqualTo("two/second");
		});
	}

	@Test
	void unknownDefaultIsExplainedAtStart() {
		this.two.withPropertyValues("llm.default-embedding-model=twoo/x")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("llm.default-embedding-model")
				.hasStackTraceContaining("Did you mean 'two'?"));
	}

	@Test
	void batchMustBePositive() {
		this.runner
			.withPropertyValues("llm.providers.openai.api-key=k", "llm.providers.openai.model=m",
					"llm.providers.openai.embedding-batch=0")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("llm.providers.openai.embedding-batch"));
	}

	@Test
	void propertiesReachTheProvider() {
		this.runner
			.withPropertyValues("llm.providers.openai.api-key=k", "llm.providers.openai.model=m",
					"llm.providers.openai.embedding-model=e", "llm.providers.openai.embedding-batch=7")
			.run((context) -> {
				ConfiguredProvider.Remote remote = (ConfiguredProvider.Remote) context
					.getBean(ConfiguredProviders.class)
					.byId()
					.get("openai");
				assertThat(remote.settings().embeddingModel()).isEqualTo("e");
				assertThat(remote.settings().embeddingBatch()).isEqualTo(7);
			});
	}

	@Test
	void vectorsHaveTheRetriesOfTheirProvider() {
		String vectors = "{\"data\":[{\"index\":0,\"embedding\":[1]}]}";
		try (FakeService service = FakeService.answering(List.of("<html>", "<html>", vectors).iterator())) {
			this.runner
				.withPropertyValues("llm.providers.openai.api-key=k", "llm.providers.openai.model=m",
						"llm.providers.openai.base-url=" + service.url(), "llm.providers.openai.embedding-model=e",
						"llm.providers.openai.retry.initial-delay=1ms")
				.run((context) -> {
					assertThat(context.getBean(EmbeddingClient.class).embed("a").vectors()).hasSize(1);
					assertThat(service.calls()).hasSize(3);
				});
		}
	}

	@Test
	void vectorsAndAnswersHaveTheLimitsOfTheirProviderTogether() {
		this.runner
			.withPropertyValues("llm.providers.sim.type=simulated",
					"llm.providers.sim.rate-limit.requests-per-minute=2", "llm.providers.sim.rate-limit.wait=0")
			.run((context) -> {
				context.getBean(EmbeddingClient.class).embed("a");
				context.getBean(ChatClient.class).prompt("Hello").call();
				assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> context.getBean(EmbeddingClient.class).embed("a"))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY));
			});
	}

	private ApplicationContextRunner priced(String... properties) {
		return this.runner
			.withPropertyValues("llm.providers.sim.type=simulated", "llm.providers.sim.model=m",
					"llm.providers.sim.embedding-model=e", "llm.catalog.models[sim/e].price.input=100000",
					"llm.catalog.models[sim/m].price.input=100000", "llm.catalog.models[sim/m].price.output=0")
			.withPropertyValues(properties);
	}

	private static Reason failure(ThrowingCallable call) {
		return catchThrowableOfType(LlmException.class, call).reason();
	}

	@Test
	void vectorsTellTheirCostAndAreCounted() {
		priced().run((context) -> {
			EmbeddingClient client = context.getBean(EmbeddingClient.class)
				.withOptions(EmbeddingOptions.builder().tag("job", "nightly").build());
			assertThat(client.embed("one two", "three").cost()).isEqualTo(Cost.usd("0.3"));
			assertThat(client.withModel("sim/unknown").embed("one").cost()).isNull();
			Spending today = context.getBean(SpendingLedger.class).today();
			assertThat(today.models()).containsOnlyKeys("sim/e", "sim/unknown");
			assertThat(today.providers().get("sim").costs()).containsExactly(Cost.usd("0.3"));
			assertThat(today.providers().get("sim").withoutCost()).isEqualTo(1);
			assertThat(today.tags().get("job").get("nightly").inputTokens()).isEqualTo(4);
		});
	}

	@Test
	void vectorsOfACatalogueModelCostWhatTheCatalogueSaysInAllRequestsTogether() {
		String vectors = "{\"data\":[{\"index\":0,\"embedding\":[1]}],\"usage\":{\"prompt_tokens\":500000}}";
		try (FakeService service = FakeService.answering(vectors)) {
			this.runner
				.withPropertyValues("llm.providers.openai.api-key=k", "llm.providers.openai.model=m",
						"llm.providers.openai.base-url=" + service.url(),
						"llm.providers.openai.embedding-model=text-embedding-3-small",
						"llm.providers.openai.embedding-batch=1")
				.run((context) -> {
					assertThat(context.getBean(EmbeddingClient.class).embed("a", "b").cost())
						.isEqualTo(Cost.usd("0.02"));
					assertThat(context.getBean(SpendingLedger.class).today().total().exchanges()).isEqualTo(2);
				});
		}
	}

	@Test
	void budgetOfAProviderIsOneForVectorsAndAnswers() {
		priced("llm.budgets.sim.limit=0.2", "llm.budgets.sim.when.provider=sim").run((context) -> {
			EmbeddingClient vectors = context.getBean(EmbeddingClient.class);
			ChatClient chat = context.getBean(ChatClient.class);
			vectors.embed("one");
			chat.prompt("one").call();
			assertThat(failure(() -> vectors.embed("one"))).isEqualTo(Reason.BUDGET_EXCEEDED);
			assertThat(failure(() -> chat.prompt("one").call())).isEqualTo(Reason.BUDGET_EXCEEDED);
			assertThat(context.getBean(Budgets.class).states().get(0).spent()).isEqualTo(Cost.usd("0.2"));
		});
	}

	@Test
	void budgetOfATagCountsVectorsWithTheTag() {
		priced("llm.budgets.nightly.limit=0.1", "llm.budgets.nightly.when.tag.job=nightly").run((context) -> {
			EmbeddingClient daily = context.getBean(EmbeddingClient.class);
			EmbeddingClient nightly = daily.withOptions(EmbeddingOptions.builder().tag("job", "nightly").build());
			daily.embed("one");
			nightly.embed("one");
			assertThat(failure(() -> nightly.embed("one"))).isEqualTo(Reason.BUDGET_EXCEEDED);
			daily.embed("one");
		});
	}

	@Test
	void breakerOfAProviderOpensForAModelOfVectorsByItself() {
		priced("llm.providers.sim.circuit-breaker.minimum-calls=2", "llm.providers.sim.retry.max-retries=0",
				"llm.providers.sim.simulated.fail=overloaded")
			.run((context) -> {
				EmbeddingClient vectors = context.getBean(EmbeddingClient.class);
				assertThat(failure(() -> vectors.embed("one"))).isEqualTo(Reason.OVERLOADED);
				assertThat(failure(() -> vectors.embed("one"))).isEqualTo(Reason.OVERLOADED);
				assertThat(failure(() -> vectors.embed("one"))).isEqualTo(Reason.CIRCUIT_OPEN);
				assertThat(failure(() -> context.getBean(ChatClient.class).prompt("one").call()))
					.isEqualTo(Reason.OVERLOADED);
			});
	}

	@Test
	void disabledProviderIsSentNothingWhoeverAsks() {
		priced().withUserConfiguration(WantsSim.class).run((context) -> {
			context.getBean(CandidateHealth.class).switches().off("sim");
			EmbeddingClient bean = EmbeddingClient.of(context.getBean(WantsSim.class).provider);
			assertThat(failure(() -> bean.embed("one"))).isEqualTo(Reason.CIRCUIT_OPEN);
		});
	}

	@Test
	void whatResidencyForbidsCostsNothingAndSaysNothingOfTheService() {
		priced("llm.providers.sim.residency=us").run((context) -> {
			EmbeddingClient european = context.getBean(EmbeddingClient.class)
				.withOptions(EmbeddingOptions.builder().residency("eu").build());
			assertThat(failure(() -> european.embed("one"))).isEqualTo(Reason.RESIDENCY);
			assertThat(context.getBean(SpendingLedger.class).today().total().exchanges()).isZero();
			assertThat(context.getBean(CandidateHealth.class).states()).isEmpty();
		});
	}

	@Test
	void vectorsEndAtTheTimeOfACall() {
		priced("llm.providers.sim.simulated.delay=1h", "llm.providers.sim.timeout.total=100ms")
			.run((context) -> assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> context.getBean(EmbeddingClient.class).embed("one"))
				.withMessageContaining("llm.providers.sim.timeout.total")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMEOUT_TOTAL)));
	}

	@Test
	void providerOfTheApplicationHasCostBudgetAndRetries() {
		AtomicInteger asked = new AtomicInteger();
		EmbeddingProvider own = (request) -> (asked.incrementAndGet() % 2 == 1)
				? Mono.error(LlmException.builder(Reason.OVERLOADED, "busy").retryAfter(Duration.ZERO).build())
				: Mono.just(new EmbeddingResponse(List.of(new float[] { 1 }), "x", "own",
						new Usage(1L, null, null, null, null, Map.of()), List.of()));
		this.two
			.withPropertyValues("llm.catalog.models[own/x].price.input=100000", "llm.budgets.own.limit=0.1",
					"llm.budgets.own.when.provider=own")
			.withBean("own", EmbeddingProvider.class, () -> own)
			.run((context) -> {
				EmbeddingClient client = context.getBean("llmEmbeddingClient", EmbeddingClient.class)
					.withModel("own/x");
				assertThat(client.embed("one").cost()).isEqualTo(Cost.usd("0.1"));
				assertThat(asked).hasValue(2);
				assertThat(failure(() -> client.embed("one"))).isEqualTo(Reason.BUDGET_EXCEEDED);
				assertThat(context.getBean(CandidateHealth.class).states()).extracting(CandidateState::address)
					.containsExactly(new ModelAddress("own", "x"));
			});
	}

	@Test
	void providerOfTheApplicationInTheNameOfAConfiguredOneSharesItsLimits() {
		this.two
			.withPropertyValues("llm.providers.one.rate-limit.requests-per-minute=2",
					"llm.providers.one.rate-limit.wait=0")
			.withBean("one", EmbeddingProvider.class, () -> OwnProvider.PROVIDER)
			.run((context) -> {
				EmbeddingClient vectors = context.getBean("llmEmbeddingClient", EmbeddingClient.class).withModel("one");
				assertThat(vectors.embed("one").provider()).isEqualTo("application");
				context.getBean(ChatClient.class).prompt("Hello").call();
				assertThat(failure(() -> vectors.embed("one"))).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
			});
	}

	@Test
	void oneBeanMayAnswerAndMakeVectors() {
		this.two.withBean("both", Both.class, Both::new).run((context) -> {
			EmbeddingClient vectors = context.getBean("llmEmbeddingClient", EmbeddingClient.class).withModel("both/x");
			assertThat(vectors.embed("one").vectors()).hasSize(1);
			assertThat(context.getBean(ChatClient.class).prompt("Hello").model("both/y").content()).isEqualTo("Hi");
			assertThat(context.getBean(CandidateHealth.class).states()).extracting(CandidateState::address)
				.containsExactly(new ModelAddress("both", "x"), new ModelAddress("both", "y"));
		});
	}

	@Test
	void textsAreSentInBatchesOfTheConfiguredSizeToTheConfiguredModel() {
		String vectors = "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[2]}]}";
		try (FakeService service = FakeService.answering(vectors)) {
			this.runner
				.withPropertyValues("llm.providers.openai.api-key=k", "llm.providers.openai.model=m",
						"llm.providers.openai.base-url=" + service.url(), "llm.providers.openai.embedding-model=e",
						"llm.providers.openai.embedding-batch=2")
				.run((context) -> {
					EmbeddingClient client = context.getBean(EmbeddingClient.class);
					assertThat(client.embed("a", "b", "c", "d").vectors()).hasSize(4);
					assertThat(service.calls()).hasSize(2)
						.allSatisfy((call) -> assertThat(call.path()).isEqualTo("/v1/embeddings"))
						.allSatisfy((call) -> assertThat(call.body()).containsEntry("model", "e"))
						.allSatisfy((call) -> assertThat((List<?>) call.body().get("input")).hasSize(2));
				});
		}
	}

	@Test
	void clientOfTheApplicationReplacesOurs() {
		this.two.withUserConfiguration(OwnClient.class).run((context) -> {
			assertThat(context.getBean(EmbeddingClient.class)).isSameAs(context.getBean("mine"));
			assertThat(context).doesNotHaveBean("llmEmbeddingClient");
		});
	}

	@Test
	void providerOfTheApplicationJoinsUnderItsName() {
		this.two.withUserConfiguration(OwnProvider.class)
			.run((context) -> assertThat(
					made(context.getBean("llmEmbeddingClient", EmbeddingClient.class).withModel("own/x")))
				.isEqualTo("application/x"));
	}

	@Test
	void providerListsItsModels() {
		this.runner.withPropertyValues("llm.providers.sim.type=simulated", "llm.providers.sim.model=parrot")
			.run((context) -> assertThat(context.getBean(ChatProvider.class).models().block()).extracting(ModelInfo::id)
				.containsExactly("parrot"));
	}

	private static String made(EmbeddingClient client) {
		EmbeddingResponse response = client.embed("text");
		return response.provider() + "/" + response.model();
	}

	@Configuration(proxyBeanMethods = false)
	static class WantsTwo {

		private final EmbeddingClient clientOfTwo;

		private final EmbeddingProvider providerTwo;

		WantsTwo(@Qualifier("two") EmbeddingClient clientOfTwo, @Qualifier("two") EmbeddingProvider providerTwo) {
			this.clientOfTwo = clientOfTwo;
			this.providerTwo = providerTwo;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsSim {

		private final EmbeddingProvider provider;

		WantsSim(@Qualifier("sim") EmbeddingProvider provider) {
			this.provider = provider;
		}

	}

	static class Both implements ChatProvider, EmbeddingProvider {

		@Override
		public Flux<ChatEvent> send(ChatRequest request) {
			return Flux.just(new ChatEvent.Completed(ChatResponse.builder()
				.content(new Content.Text("Hi"))
				.finishReason(FinishReason.STOP, null)
				.build()));
		}

		@Override
		public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
			return OwnProvider.PROVIDER.embed(request);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean
		EmbeddingClient mine() {
			return EmbeddingClient.of(OwnProvider.PROVIDER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProvider {

		private static final EmbeddingProvider PROVIDER = (request) -> Mono.just(new EmbeddingResponse(
				List.of(new float[] { 1 }), String.valueOf(request.model()), "application", Usage.UNKNOWN, List.of()));

		@Bean
		EmbeddingProvider own() {
			return PROVIDER;
		}

	}

}
