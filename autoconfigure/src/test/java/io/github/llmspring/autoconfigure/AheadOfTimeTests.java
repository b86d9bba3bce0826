package io.github.llmspring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.http.Presets;
import io.github.llmspring.routing.ModelRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the wiring is the same after ahead-of-time processing.
 */
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	private static final List<String> TWO = List.of("llm.providers.one.type=simulated", "llm.providers.one.model=first",
			"llm.providers.two.type=simulated", "llm.providers.two.model=second", "llm.default-model=one");

	@Test
	void clientsAndProvidersAreInjected() {
		run(TWO, TWO, (context) -> {
			WantsTwo wants = context.getBean(WantsTwo.class);
			assertThat(ask(wants.client)).contains("first of one");
			assertThat(ask(wants.clientOfTwo)).contains("second of two");
			assertThat(ask(ChatClient.of(wants.providerTwo))).contains("second of two");
		}, WantsTwo.class);
	}

	@Test
	void clientOfARouteIsInjectedAndTheRouteNeedNotBeKnownAtBuildTime() {
		List<String> routes = List.of("llm.providers.one.type=simulated", "llm.providers.two.type=simulated",
				"llm.providers.two.model=second", "llm.default-model=smart", "llm.routes.smart.models=two");
		run(TWO, routes, (context) -> {
			assertThat(ask(context.getBean(WantsRoute.class).client)).contains("second of two");
			assertThat(ask(context.getBean("llmChatClient", ChatClient.class))).contains("second of two");
			assertThat(context.getBean(LlmProperties.class).getRoutes()).containsOnlyKeys("smart");
		}, WantsRoute.class);
	}

	@Test
	void clientOfVectorsIsInjected() {
		run(TWO, TWO, (context) -> assertThat(context.getBean(WantsVectors.class).clientOfTwo.embed("text").provider())
			.isEqualTo("two"), WantsVectors.class);
	}

	@Test
	void providersNeedNotBeKnownAtBuildTime() {
		List<String> none = List.of();
		run(none, TWO, (context) -> {
			assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("one", "two");
			assertThat(ask(context.getBean(WantsTwo.class).clientOfTwo)).contains("second of two");
			assertThat(context.getBean(LlmProperties.class).getProviders()).containsOnlyKeys("one", "two");
		}, WantsTwo.class);
	}

	@Test
	void providersOfBuildTimeAreNotKept() {
		run(TWO, List.of("llm.providers.three.type=simulated"),
				(context) -> assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("three"));
	}

	@Test
	void configurationChangesAtRunTime() {
		run(TWO, TWO, (context) -> {
			LlmChange change = context.getBean(LlmRuntime.class)
				.change(Map.of("llm.providers.two.model", "third", "llm.default-model", "two"));
			assertThat(change.changed()).containsExactly("two");
			assertThat(ask(context.getBean(WantsTwo.class).client)).contains("third of two");
			assertThat(ask(ChatClient.of(context.getBean(WantsTwo.class).providerTwo))).contains("third of two");
		}, WantsTwo.class);
	}

	@Test
	void clientOfTheApplicationReplacesOurs() {
		run(TWO, TWO, (context) -> {
			assertThat(ask(context.getBean(WantsTwo.class).client)).isEqualTo("own");
			assertThat(ask(context.getBean(WantsTwo.class).clientOfTwo)).contains("second of two");
			assertThat(context.containsBean("llmChatClient")).isFalse();
		}, OwnClient.class, WantsTwo.class);
	}

	@Test
	void providerOfTheApplicationJoinsUnderItsName() {
		run(TWO, TWO, (context) -> {
			assertThat(ask(context.getBean(WantsMine.class).client)).isEqualTo("mine");
			assertThat(context.getBean(WantsMine.class).provider).isSameAs(context.getBean("mine"));
			assertThat(ask(context.getBean("llmChatClient", ChatClient.class))).contains("first of one");
			assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("one", "two", "mine");
		}, OwnProvider.class, WantsMine.class);
	}

	@Test
	void providerOfTheApplicationReplacesTheConfiguredOneOfItsName() {
		List<String> properties = List.of("llm.providers.mine.type=simulated");
		run(properties, properties, (context) -> {
			assertThat(ask(context.getBean(WantsMine.class).client)).isEqualTo("mine");
			assertThat(context.getBean(WantsMine.class).provider).isSameAs(context.getBean("mine"));
		}, OwnProvider.class, WantsMine.class);
	}

	@Test
	void propertiesOfAProviderOfTheApplicationNeedNoType() {
		List<String> properties = List.of("llm.providers.mine.model=m");
		run(properties, properties, (context) -> {
			assertThat(ask(context.getBean(WantsMine.class).client)).isEqualTo("mine");
			assertThat(context.getBean(WantsMine.class).provider).isSameAs(context.getBean("mine"));
			assertThat(context.getBean(ModelRouter.class).entries().get("mine").model()).isEqualTo("m");
		}, OwnProvider.class, WantsMine.class);
	}

	@Test
	void foreignBeanOfACommonNameDoesNoHarm() {
		run(TWO, TWO, (context) -> {
			assertThat(ask(context.getBean(WantsTwo.class).client)).contains("first of one");
			assertThat(context.getBean("chatClient")).isInstanceOf(StringBuilder.class);
		}, ForeignClient.class, WantsTwo.class);
	}

	@Test
	void nativeImageKeepsWhatIsReadByReflection() {
		RuntimeHints hints = new RuntimeHints();
		new LlmRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource(Presets.RESOURCE)).accepts(hints);
		for (Class<?> type : List.of(LlmProperties.class, ToolsProperties.class, ConversationProperties.class,
				ConversationProperties.Jdbc.class, ProviderProperties.class, OptionsProperties.class,
				SimulatedProperties.class, RetryProperties.class, CircuitBreakerProperties.class, RouteProperties.class,
				RequireProperties.class, HedgeProperties.class, CatalogPriceProperties.class,
				CatalogTierProperties.class, BudgetScopeProperties.class)) {
			Arrays.stream(type.getMethods())
				.filter((method) -> method.getName().startsWith("set"))
				.forEach((setter) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(setter))
					.as(setter.toString())
					.accepts(hints));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.github.victools.jsonschema.generator.SchemaGenerator",
			"com.github.victools.jsonschema.module.jackson.JacksonSchemaModule",
			"com.google.auth.oauth2.GoogleCredentials", "com.networknt.schema.SchemaRegistry",
			"io.github.bucket4j.Bucket", "io.github.bucket4j.redis.lettuce.Bucket4jLettuce",
			"io.github.resilience4j.circuitbreaker.CircuitBreaker", "io.lettuce.core.RedisClient",
			"org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager",
			"software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider" })
	void nativeImageFindsTheLibraryThatIsLookedForByName(String type) {
		RuntimeHints hints = new RuntimeHints();
		new LlmRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(type))).accepts(hints);
	}

	/**
	 * Processes an application with the properties of build time, compiles what comes out
	 * and starts it with those of run time.
	 */
	private static void run(List<String> buildTime, List<String> runTime, Consumer<GenericApplicationContext> test,
			Class<?>... application) {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = process(buildTime, generation, application);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of(runTime).applyTo(context);
				start(context, compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()));
				test.accept(context);
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static void start(GenericApplicationContext context, ApplicationContextInitializer<?> initializer) {
		((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(context);
		context.refresh();
	}

	private static ClassName process(List<String> properties, TestGenerationContext generation,
			Class<?>... application) {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			if (application.length > 0) {
				context.register(application);
			}
			context.register(LlmAutoConfiguration.class);
			return new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
	}

	private static String ask(ChatClient client) {
		return client.prompt("Hello").content();
	}

	private static ChatProvider saying(String word) {
		return (request) -> Flux
			.just(new ChatEvent.Completed(ChatResponse.builder().content(new Content.Text(word)).build()));
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
	static class WantsRoute {

		private final ChatClient client;

		WantsRoute(@Qualifier("smart") ChatClient client) {
			this.client = client;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsVectors {

		private final EmbeddingClient clientOfTwo;

		WantsVectors(@Qualifier("two") EmbeddingClient clientOfTwo) {
			this.clientOfTwo = clientOfTwo;
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

		@Bean
		ChatClient anyName() {
			return ChatClient.of(saying("own"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProvider {

		@Bean
		ChatProvider mine() {
			return saying("mine");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForeignClient {

		@Bean
		StringBuilder chatClient() {
			return new StringBuilder();
		}

		@Bean
		Map<String, String> two() {
			return Map.of();
		}

	}

}
