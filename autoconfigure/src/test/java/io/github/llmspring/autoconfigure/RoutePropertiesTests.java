package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.health.BreakerState;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.ModelRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that each property of routes has its effect.
 */
class RoutePropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
		.withPropertyValues("llm.providers.a.type=simulated", "llm.providers.a.model=m",
				"llm.providers.b.type=simulated", "llm.providers.b.model=m", "llm.default-model=smart");

	private void run(Consumer<ChatClient> test, String... properties) {
		configured(properties).run((context) -> test.accept(context.getBean(ChatClient.class)));
	}

	private ApplicationContextRunner configured(String... properties) {
		return this.runner.withPropertyValues(Arrays.stream(properties)
			.map((line) -> line.startsWith("llm.") ? line : "llm.routes.smart." + line)
			.toArray(String[]::new));
	}

	private static String provider(ChatClient client) {
		return String.valueOf(client.prompt("Hello").call().provider());
	}

	private static InvalidLlmConfigurationException invalid(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		assertThat(failure).isNotNull();
		return (InvalidLlmConfigurationException) NestedExceptionUtils.getMostSpecificCause(failure);
	}

	private static LlmException failure(ChatClient client) {
		return catchThrowableOfType(LlmException.class, () -> client.prompt("Hello").call());
	}

	@Test
	void models() {
		run((client) -> assertThat(provider(client)).isEqualTo("b"), "models=b/x,a/y");
		run((client) -> {
			ChatResponse answer = client.prompt("Hello").call();
			assertThat(answer.provider()).isEqualTo("b");
			assertThat(answer.attempts()).extracting((attempt) -> attempt.address().toString())
				.containsExactly("a/x", "b/y");
		}, "models[0]=a/x", "models[1]=b/y", "llm.providers.a.simulated.fail=overloaded");
	}

	@Test
	void routeIsUsableWhereverAModelAddressIs() {
		this.runner.withUserConfiguration(WantsSmart.class)
			.withPropertyValues("llm.default-model=a", "llm.routes.smart.models=b", "llm.routes.outer.models=smart")
			.run((context) -> {
				ChatClient client = context.getBean("llmChatClient", ChatClient.class);
				assertThat(provider(client)).isEqualTo("a");
				assertThat(client.prompt("Hello").model("smart").call().provider()).isEqualTo("b");
				assertThat(client.prompt("Hello").model("outer").call().provider()).isEqualTo("b");
				assertThat(provider(client.withModel("smart"))).isEqualTo("b");
				assertThat(provider(context.getBean(WantsSmart.class).client)).isEqualTo("b");
			});
	}

	@Test
	void clientOfTheApplicationReplacesThatOfARoute() {
		ChatClient own = ChatClient.of((request) -> Flux
			.just(new ChatEvent.Completed(ChatResponse.builder().content(new Content.Text("own")).build())));
		this.runner.withBean("smart", ChatClient.class, () -> own)
			.withUserConfiguration(WantsSmart.class)
			.withPropertyValues("llm.routes.smart.models=b")
			.run((context) -> assertThat(context.getBean(WantsSmart.class).client).isSameAs(own));
	}

	@Test
	void promptNarrowsWhatARouteAsks() {
		run((client) -> {
			assertThat(client.prompt("Hello").only("b/m").call().provider()).isEqualTo("b");
			assertThat(client.prompt("Hello").not("a").call().provider()).isEqualTo("b");
			assertThat(client.prompt("Hello").not("b").call().provider()).isEqualTo("a");
		}, "models=a,b");
	}

	@Test
	void strategyAndWeights() {
		List<String> answered = new ArrayList<>();
		run((client) -> {
			for (int i = 0; i < 300; i++) {
				answered.add(provider(client));
			}
		}, "models=a,b", "strategy=weighted", "weights=1,9");
		assertThat(new TreeSet<>(answered)).containsExactly("a", "b");
		assertThat(answered).filteredOn("a"::equals).hasSizeBetween(5, 80);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ordered", "weighted", "fastest", "cheapest", "least-busy" })
	void everyStrategyAsksAnotherModelWhereOneFails(String strategy) {
		run((client) -> assertThat(provider(client)).isEqualTo("b"), "models=a,b", "strategy=" + strategy,
				"llm.providers.a.simulated.fail=server_error");
	}

	@Test
	void requireResidency() {
		run((client) -> assertThat(provider(client)).isEqualTo("b"), "models=a,b", "require.residency=eu",
				"llm.providers.b.residency=zero-retention,eu");
		run((client) -> assertThat(failure(client).attempts()).hasSize(3), "models=a,b", "require.residency=eu",
				"llm.providers.b.residency=eu", "llm.providers.b.simulated.fail=overloaded",
				"llm.providers.b.retry.initial-delay=1ms");
	}

	@Test
	void requireCapabilities() {
		configured("models=a,deepseek/m", "llm.providers.deepseek.model=m", "require.capabilities=vision,tools")
			.run((context) -> assertThat(context.getBean(ModelRouter.class).candidates("smart"))
				.containsExactly(new ModelAddress("a", "m")));
	}

	@Test
	void hedgeAfter() {
		run((client) -> {
			ChatResponse answer = client.prompt("Hello").call();
			assertThat(answer.provider()).isEqualTo("b");
			assertThat(answer.attempts()).extracting(Attempt::reason).containsExactly(Reason.CANCELLED, null);
		}, "models=a,b", "hedge.after=1ms", "llm.providers.a.simulated.delay=30s");
	}

	@Test
	void connectionOfWhoLosesAgainstAFasterOneIsClosed() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> {
				try (Socket connection = silent.accept()) {
					InputStream request = connection.getInputStream();
					int last = request.read();
					while (last >= 0) {
						last = request.read();
					}
					return last;
				}
				catch (IOException ex) {
					return -2;
				}
			});
			run((client) -> assertThat(provider(client)).isEqualTo("b"), "models=x,b", "hedge.after=2s",
					"llm.providers.x.type=openai-compatible", "llm.providers.x.model=m",
					"llm.providers.x.base-url=http://127.0.0.1:" + silent.getLocalPort() + "/v1",
					"llm.providers.b.simulated.delay=10ms");
			assertThat(end).succeedsWithin(Duration.ofSeconds(10)).isIn(-1, -2);
		}
	}

	@Test
	void routeAmongSeveralProvidersWithoutADefaultIsSuggested() {
		this.runner.withPropertyValues("llm.routes.smart.models=a", "llm.default-model=")
			.run((context) -> assertThat(invalid(context)).hasMessageContaining("or to a route: smart."));
	}

	@Test
	void hedgeMax() {
		String[] silent = { "models=a,b,c", "llm.providers.a.simulated.delay=30s",
				"llm.providers.b.simulated.delay=30s", "llm.providers.c.type=simulated", "llm.providers.c.model=m",
				"hedge.after=1ms" };
		run((client) -> assertThat(provider(client)).isEqualTo("c"), and(silent, "hedge.max=2"));
		run((client) -> assertThat(failure(client).reason()).isEqualTo(Reason.TIMEOUT_TOTAL),
				and(silent, "timeout=500ms"));
	}

	private static String[] and(String[] properties, String more) {
		return Stream.concat(Stream.of(properties), Stream.of(more)).toArray(String[]::new);
	}

	@Test
	void timeout() {
		run((client) -> {
			LlmException failure = failure(client);
			assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_TOTAL);
			assertThat(failure).hasMessage("a/m: the call was not over within 50 ms, the time of the route 'smart'. "
					+ "Raise llm.routes.smart.timeout.");
			assertThat(failure.attempts()).extracting((attempt) -> attempt.address().provider()).containsExactly("a");
		}, "models=a,b", "timeout=50ms", "llm.providers.a.simulated.delay=30s");
	}

	@ParameterizedTest
	@CsvSource({ "true, b", "false," })
	void contentFilterFallback(boolean fallback, String answering) {
		run((client) -> {
			if (answering != null) {
				assertThat(provider(client)).isEqualTo(answering);
			}
			else {
				assertThat(failure(client).reason()).isEqualTo(Reason.CONTENT_FILTERED);
			}
		}, "models=a,b", "content-filter-fallback=" + fallback, "llm.providers.a.simulated.fail=content_filtered");
	}

	@Test
	void providerWithoutAKeyIsSkipped() {
		run((client) -> {
			ChatResponse answer = client.prompt("Hello").call();
			assertThat(answer.provider()).isEqualTo("b");
			assertThat(answer.attempts()).hasSize(1);
		}, "models=openai,b", "llm.providers.openai.model=m", "llm.providers.openai.api-key=");
	}

	@Test
	void whereNoProviderHasAKeyTheFailureSaysWhichToSet() {
		run((client) -> assertThat(failure(client)).hasMessageContaining("no api key")
			.hasMessageContaining("llm.providers.openai.api-key"), "models=openai", "llm.providers.openai.model=m",
				"llm.providers.openai.api-key=");
	}

	@Test
	void routeGivesItsProvidersBreakersAndLeavesThoseThatAreConfigured() {
		configured("models=a,b", "llm.providers.b.circuit-breaker.minimum-calls=1", "llm.providers.c.type=simulated",
				"llm.providers.a.simulated.fail=server_error", "llm.providers.b.simulated.fail=server_error",
				"llm.providers.b.retry.max-retries=0")
			.run((context) -> {
				CandidateHealth health = context.getBean(CandidateHealth.class);
				assertThat(health.isProtected("a")).isTrue();
				assertThat(health.isProtected("c")).isFalse();
				failure(context.getBean(ChatClient.class));
				assertThat(health.state(new ModelAddress("a", "m")).breaker()).isEqualTo(BreakerState.CLOSED);
				assertThat(health.state(new ModelAddress("b", "m")).breaker()).isEqualTo(BreakerState.OPEN);
			});
	}

	@Test
	void brokenModelIsLeftAloneOnceItsBreakerIsOpen() {
		run((client) -> {
			for (int i = 0; i < 5; i++) {
				assertThat(client.prompt("Hello").call().attempts()).hasSize(2);
			}
			assertThat(client.prompt("Hello").call().attempts()).hasSize(1);
		}, "models=a,b", "llm.providers.a.simulated.fail=server_error");
	}

	@Test
	void providerOfTheApplicationCanStandInARoute() {
		ChatProvider own = (request) -> Flux
			.just(new ChatEvent.Completed(ChatResponse.builder().content(new Content.Text("own")).build()));
		configured("models=mine,a").withBean("mine", ChatProvider.class, () -> own)
			.run((context) -> assertThat(context.getBean(ChatClient.class).prompt("Hello").content()).isEqualTo("own"));
	}

	@Test
	void connectionIsTriedAgainOnceBeforeTheNextModelIsAsked() {
		run((client) -> assertThat(client.prompt("Hello").call().attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.CONNECTION, Reason.CONNECTION, null), "models=a,b",
				"llm.providers.a.simulated.fail=connection");
	}

	@Test
	void serviceThatAsksForPatienceRestsAndIsNotWaitedFor() {
		try (FakeService service = FakeService.failing(1, 429, "retry-after", "30")) {
			configured("models=x,b", "llm.providers.x.type=openai-compatible", "llm.providers.x.model=m",
					"llm.providers.x.base-url=" + service.url())
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					assertThat(provider(client)).isEqualTo("b");
					assertThat(context.getBean(CandidateHealth.class).restLeft(new ModelAddress("x", "m")))
						.isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
					assertThat(client.prompt("Hello").call().attempts()).hasSize(1);
					assertThat(service.calls()).hasSize(1);
				});
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					models=; llm.routes.smart.models; The route has no models.
					models=a,opnai/x; llm.routes.smart.models; No provider is called 'opnai'.
					models=a,bb; llm.routes.smart.models; No provider and no route is called 'bb'.
					models=smart; llm.routes.smart.models; smart -> smart
					models=openai; llm.routes.smart.models; The provider 'openai' has no model.
					weights=1; llm.routes.smart.weights; with the strategy 'weighted' only
					timeout=0s; llm.routes.smart.timeout; between 1 millisecond and 24 days
					hedge.after=-1s; llm.routes.smart.hedge.after; between 1 millisecond and 24 days
					hedge.max=2; llm.routes.smart.hedge.after; It is not set
					require.residency=eu; llm.routes.smart.require.residency; None of the route's models
					require.capabilities=visoin; llm.routes.smart.require.capabilities; There is no such capability. Did you mean 'vision'?
					modles=a; llm.routes.smart.modles; Did you mean 'models'?
					hedge.afer=3s; llm.routes.smart.hedge.afer; Did you mean 'after'?
					""")
	void whatMakesNoSenseIsRefused(String property, String name, String problem) {
		configured("models=a", "llm.providers.openai.api-key=k", property.strip())
			.run((context) -> assertThat(invalid(context)).hasMessageContaining("'" + name + "'")
				.hasMessageContaining(problem));
	}

	@ParameterizedTest
	@CsvSource({ "weights=1, is 1", "'weights=1,0', not above 0" })
	void weightsFitTheModels(String weights, String problem) {
		configured("models=a,b", "strategy=weighted", weights)
			.run((context) -> assertThat(invalid(context)).hasMessageContaining("llm.routes.smart.weights")
				.hasMessageContaining(problem));
	}

	@Test
	void routeHasTheNameOfNoProvider() {
		configured("llm.routes.b.models=a")
			.run((context) -> assertThat(invalid(context)).hasMessageContaining("'llm.routes.b'")
				.hasMessageContaining("A provider is called 'b' too"));
		configured("models=a").withBean("smart", ChatProvider.class, () -> (request) -> Flux.empty())
			.run((context) -> assertThat(invalid(context)).hasMessageContaining("'llm.routes.smart'")
				.hasMessageContaining("A provider is called 'smart' too"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Smart", "my_route" })
	void nameOfARouteCanBeWrittenEverywhere(String name) {
		this.runner.withPropertyValues("llm.routes." + name + ".models=a")
			.run((context) -> assertThat(invalid(context)).hasMessageContaining("is no name of a route"));
	}

	@Test
	void namesOfRoutesDifferInMoreThanDashes() {
		configured("models=a", "llm.routes.s-mart.models=a")
			.run((context) -> assertThat(invalid(context)).hasMessageContaining("differ in dashes only"));
	}

	@Test
	void defaultModelThatIsNoRouteIsExplained() {
		this.runner.withPropertyValues("llm.routes.smart.models=a", "llm.default-model=smrt")
			.run((context) -> assertThat(invalid(context))
				.hasMessageContaining("No provider and no route is called 'smrt'. Did you mean 'smart'?"));
	}

	@Configuration(proxyBeanMethods = false)
	static class WantsSmart {

		private final ChatClient client;

		WantsSmart(@Qualifier("smart") ChatClient client) {
			this.client = client;
		}

	}

}
