package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.RATE_LIMITED_LOCALLY));
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
