package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.health.BreakerState;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of {@link LlmRuntime}: what a change changes, what it leaves and what it refuses.
 */
class LlmRuntimeTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
		.withPropertyValues("llm.providers.a.type=simulated", "llm.providers.a.model=m",
				"llm.providers.b.type=simulated", "llm.providers.b.model=m", "llm.routes.smart.models=a,b",
				"llm.default-model=a");

	private void run(Consumer<Application> test, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(new Application(context));
		});
	}

	private static String provider(ChatClient client) {
		return String.valueOf(client.prompt("Hello").call().provider());
	}

	private static LlmException failure(ChatClient client) {
		return catchThrowableOfType(LlmException.class, () -> client.prompt("Hello").call());
	}

	@Test
	void defaultModelMovesUnderTheSameBeans() {
		run((app) -> {
			ChatClient client = app.client();
			LlmChange change = app.change("llm.default-model", "b");
			assertThat(change).isEqualTo(new LlmChange(Set.of(), Set.of(), Set.of(), true, Set.of()));
			assertThat(provider(client)).isEqualTo("b");
			assertThat(app.client()).isSameAs(client);
		});
	}

	@Test
	void propertyIsTheSameInEverySpelling() {
		run((app) -> {
			app.change("llm.default-model", "b");
			app.change("llm.defaultModel", "a/n");
			assertThat(app.client().prompt("Hello").call().model()).isEqualTo("n");
			app.takeBack("llm.default-model");
			assertThat(app.client().prompt("Hello").call().model()).isEqualTo("m");
		});
	}

	@Test
	void listThatIsSetAsAWholeIsReplacedElementByElement() {
		run((app) -> {
			app.change("llm.routes.smart.models", "b");
			app.change("llm.routes.smart.models[0]", "a/n");
			assertThat(app.client().withModel("smart").prompt("Hello").call().model()).isEqualTo("n");
		});
	}

	@Test
	void routeChangesAndComes() {
		run((app) -> {
			assertThat(provider(app.client().withModel("smart"))).isEqualTo("a");
			app.change("llm.routes.smart.models", List.of("b"), "llm.routes.spare.models", "a");
			assertThat(provider(app.client().withModel("smart"))).isEqualTo("b");
			assertThat(provider(app.client().withModel("spare"))).isEqualTo("a");
			assertThat(app.router().routes()).containsExactlyInAnyOrder("smart", "spare");
		});
	}

	@Test
	void onlyWhatIsWrittenDifferentlyIsMadeAnew() {
		run((app) -> {
			ChatProvider first = app.router().entries().get("a").provider();
			ChatProvider second = app.router().entries().get("b").provider();
			LlmChange change = app.change("llm.providers.a.model", "n");
			assertThat(change.changed()).containsExactly("a");
			assertThat(app.router().entries().get("a").provider()).isNotSameAs(first);
			assertThat(app.router().entries().get("b").provider()).isSameAs(second);
			assertThat(app.client().prompt("Hello").call().model()).isEqualTo("n");
		});
	}

	@Test
	void whatIsKnownOfOthersStaysKnown() {
		run((app) -> {
			ModelAddress changed = new ModelAddress("a", "m");
			ModelAddress other = new ModelAddress("b", "m");
			app.health().rest(changed, Duration.ofMinutes(1), "tired");
			app.health().rest(other, Duration.ofMinutes(1), "tired");
			app.health().openBreaker(other);
			app.change("llm.providers.a.retry.max-retries", 1);
			assertThat(app.health().isReady(changed)).isTrue();
			assertThat(app.health().state(other).breaker()).isEqualTo(BreakerState.OPEN);
			assertThat(provider(app.client().withModel("smart"))).isEqualTo("a");
			assertThat(failure(app.client().withModel("b")).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
		});
	}

	@Test
	void providerThatComesIsReachedByItsAddress() {
		run((app) -> {
			LlmChange change = app.change("llm.providers.c.type", "simulated", "llm.providers.c.model", "new");
			assertThat(change.added()).containsExactly("c");
			assertThat(provider(app.client().withModel("c"))).isEqualTo("c");
			assertThat(app.client().prompt("Hello").model("c/other").call().model()).isEqualTo("other");
		});
	}

	@Test
	void providerThatGoesIsGoneForItsBeansToo() {
		run((app) -> {
			app.change("llm.providers.c.type", "simulated", "llm.providers.c.model", "m");
			LlmChange change = app.takeBack("llm.providers.c.type", "llm.providers.c.model");
			assertThat(change.removed()).containsExactly("c");
			assertThat(failure(app.client().withModel("c")).reason()).isEqualTo(Reason.MODEL_NOT_FOUND);
		});
		this.runner.withPropertyValues("llm.routes.smart.models=a", "llm.providers.d.type=simulated").run((context) -> {
			Application app = new Application(context);
			ChatProvider bean = context.getBean(ProviderBeanNames.provider("b"), ChatProvider.class);
			ChatClient client = context.getBean(ProviderBeanNames.client("b"), ChatClient.class);
			assertThat(provider(client)).isEqualTo("b");
			app.remove("llm.providers.b.");
			assertThat(app.runtime().refresh().removed()).containsExactly("b");
			assertThat(failure(client).reason()).isEqualTo(Reason.MODEL_NOT_FOUND);
			assertThat(failure(ChatClient.of(bean))).hasMessageContaining("removed while the application runs")
				.extracting(LlmException::provider)
				.isEqualTo("b");
		});
	}

	@Test
	void beanOfAProviderIsWhateverIsConfigured() {
		this.runner.run((context) -> {
			Application app = new Application(context);
			ChatProvider bean = context.getBean(ProviderBeanNames.provider("a"), ChatProvider.class);
			var cold = bean.send(ChatRequest.builder().build());
			app.change("llm.providers.a.model", "n");
			assertThat(cold.blockLast()).hasToString(bean.send(ChatRequest.builder().build()).blockLast().toString())
				.asString()
				.contains("model=n");
		});
	}

	@Test
	void vectorsChangeLikewise() {
		run((app) -> {
			EmbeddingClient client = app.context().getBean(EmbeddingClient.class);
			assertThat(client.embed("text").provider()).isEqualTo("a");
			app.change("llm.default-embedding-model", "b/other", "llm.providers.a.type", "simulated");
			assertThat(client.embed("text").provider()).isEqualTo("b");
			assertThat(client.embed("text").model()).isEqualTo("other");
			assertThat(app.context().getBean(EmbeddingRouter.class).defaultModel()).isEqualTo("b/other");
		}, "llm.default-embedding-model=a/m");
	}

	@Test
	void whatIsWrittenTheSameChangesNothing() {
		run((app) -> {
			ChatProvider before = app.router().entries().get("a").provider();
			assertThat(app.runtime().refresh().any()).isFalse();
			assertThat(app.change("llm.providers.a.model", "m").any()).isFalse();
			assertThat(app.change("llm.providers.a.retry.max-delay", "8000ms").any()).isFalse();
			assertThat(app.router().entries().get("a").provider()).isSameAs(before);
		});
	}

	@Test
	void changesByHandLastUntilSomethingIsWrittenDifferently() {
		run((app) -> {
			app.router().change((changes) -> changes.withDefaultModel("b").withOrder("smart", List.of("b")));
			app.health().switches().off("a");
			app.runtime().refresh();
			app.change("llm.tools.max-turns", 7);
			assertThat(provider(app.client())).isEqualTo("b");
			assertThat(app.router().plan("smart")).containsExactly(new ModelAddress("b", "m"));
			assertThat(app.health().switches().off()).containsExactly("a");
			app.change("llm.providers.a.retry.max-retries", 1);
			assertThat(provider(app.client())).isEqualTo("a");
			assertThat(app.router().plan("smart")).extracting(ModelAddress::provider).containsExactly("a", "b");
			assertThat(app.health().switches().off()).isEmpty();
		});
	}

	@Test
	void vectorsAreNotAskedOfAProviderThatIsDisabled() {
		run((app) -> {
			EmbeddingClient client = app.context().getBean(EmbeddingClient.class);
			assertThat(client.embed("text").provider()).isEqualTo("a");
			app.health().switches().off("a");
			assertThat(catchThrowableOfType(LlmException.class, () -> client.embed("text")).reason())
				.isEqualTo(Reason.CIRCUIT_OPEN);
			app.change("llm.routes.smart.models", List.of("b"));
			assertThat(client.embed("text").provider()).isEqualTo("a");
			app.health().switches().off("a");
			assertThat(catchThrowableOfType(LlmException.class, () -> client.embed("text")).reason())
				.isEqualTo(Reason.CIRCUIT_OPEN);
		}, "llm.default-embedding-model=a/vectors");
	}

	@Test
	void whatTakesARestartIsTold() {
		run((app) -> {
			LlmChange change = app.change("llm.tools.max-turns", 3);
			assertThat(change.atNextStart()).containsExactly("llm.tools.max-turns");
			assertThat(change).hasToString("Only after the next start: llm.tools.max-turns.");
			assertThat(app.runtime().refresh().any()).isFalse();
		});
	}

	@Test
	void breakersAreThoseThatAStartWouldGive() {
		run((app) -> {
			ModelAddress a = new ModelAddress("a", "m");
			assertThat(app.health().state(a).breaker()).isEqualTo(BreakerState.CLOSED);
			app.change("llm.routes.smart.models", "b");
			assertThat(app.health().state(a).breaker()).isEqualTo(BreakerState.NONE);
			app.change("llm.providers.a.circuit-breaker.minimum-calls", 1, "llm.providers.a.simulated.fail",
					"server-error", "llm.providers.a.retry.max-retries", 0);
			failure(app.client());
			assertThat(app.health().state(a).breaker()).isEqualTo(BreakerState.OPEN);
		});
	}

	@Test
	void limitOfAMinuteGoesOnWhereItIsTheSame() {
		run((app) -> {
			assertThat(provider(app.client())).isEqualTo("a");
			app.change("llm.providers.a.model", "n");
			assertThat(failure(app.client()).reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
			app.change("llm.providers.a.rate-limit.requests-per-minute", 2);
			assertThat(provider(app.client())).isEqualTo("a");
		}, "llm.providers.a.rate-limit.requests-per-minute=1", "llm.providers.a.rate-limit.wait=0");
	}

	@Test
	void providerOfTheApplicationStaysAndTakesWhatIsConfiguredOfIt() {
		this.runner
			.withBean("own", ChatProvider.class, () -> new SimulatedChatProvider("own", SimulatedSettings.DEFAULTS))
			.run((context) -> {
				Application app = new Application(context);
				ChatProvider before = app.router().entries().get("own").provider();
				app.change("llm.default-model", "b");
				assertThat(app.router().entries().get("own").provider()).isSameAs(before);
				assertThat(provider(app.client().withModel("own"))).isEqualTo("own");
				LlmChange change = app.change("llm.providers.own.model", "x",
						"llm.providers.own.rate-limit.requests-per-minute", 1, "llm.providers.own.rate-limit.wait",
						"0");
				assertThat(change.changed()).containsExactly("own");
				assertThat(provider(app.client().withModel("own"))).isEqualTo("own");
				assertThat(failure(app.client().withModel("own")).reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
			});
	}

	@Test
	void embeddedProviderStandsInUntilOneIsConfigured() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
			.run((context) -> {
				Application app = new Application(context);
				assertThat(provider(app.client())).isEqualTo("simulated");
				LlmChange change = app.change("llm.providers.c.type", "simulated");
				assertThat(change.added()).containsExactly("c");
				assertThat(change.removed()).containsExactly("simulated");
				assertThat(provider(app.client())).isEqualTo("c");
			});
	}

	@Test
	void badChangeIsRefusedWholeInTheWordsOfTheStart() {
		String[] bad = { "llm.providers.a.model=changed", "llm.routes.smart.models=b,nobody/x" };
		String explained = explainedAtStart(bad);
		run((app) -> {
			ChatProvider before = app.router().entries().get("a").provider();
			LlmChangeRefusedException refused = app.refused("llm.providers.a.model", "changed",
					"llm.routes.smart.models", "b,nobody/x");
			assertThat(refused).hasMessageContaining("nobody").hasMessageContaining("Known are: a, b.");
			assertThat(withoutOrigin(refused.getMessage())).isEqualTo(withoutOrigin(explained));
			assertThat(refused).hasMessageContaining("Origin: ").hasMessageContaining(ChangedEnvironment.LAID);
			assertThat(app.router().entries().get("a").provider()).isSameAs(before);
			assertThat(app.client().prompt("Hello").call().model()).isEqualTo("m");
			assertThat(provider(app.client().withModel("smart"))).isEqualTo("a");
			assertThat(app.runtime().refresh().any()).isFalse();
		});
	}

	private String explainedAtStart(String... properties) {
		String[] explained = new String[1];
		this.runner.withPropertyValues(properties).run((context) -> {
			FailureAnalysis analysis = new InvalidLlmConfigurationFailureAnalyzer()
				.analyze(context.getStartupFailure());
			explained[0] = analysis.getDescription() + "\n\nAction: " + analysis.getAction();
		});
		return explained[0];
	}

	private static String withoutOrigin(String text) {
		return text.replaceAll(" *Origin: .*\n", "");
	}

	@Test
	void everythingThatEndsAStartIsRefused() {
		run((app) -> {
			assertThat(app.refused("llm.providers.a.base-ulr", "x")).hasMessageContaining("Did you mean 'base-url'?");
			assertThat(app.refused("llm.providers.a.type", "nonsense")).hasMessageContaining("nonsense");
			assertThat(app.refused("llm.default-model", "c")).hasMessageContaining("llm.default-model");
			assertThat(app.refused("llm.default-model", "")).hasMessageContaining("It is not set");
			assertThat(app.refused("llm.providers.a.timeout.total", "soon")).hasMessageContaining("soon")
				.hasMessageContaining("llm.providers.a.timeout.total");
			assertThat(app.refused("llm.routes.loop.models", "loop")).hasMessageContaining("circle");
			assertThat(app.refused("llm.providers.a.ssl.bundle", "none", "llm.providers.a.type", "openai"))
				.hasMessageContaining("ssl");
			assertThat(app.refused("server.port", 8080)).hasMessageContaining("no property under 'llm'");
			assertThat(provider(app.client())).isEqualTo("a");
			assertThat(app.runtime().refresh().any()).isFalse();
		});
	}

	@Test
	void refusedChangeLeavesBreakersAndRestsAlone() {
		run((app) -> {
			ModelAddress a = new ModelAddress("a", "m");
			app.health().rest(a, Duration.ofMinutes(1), "tired");
			app.refused("llm.providers.a.circuit-breaker.minimum-calls", 1, "llm.default-model", "nobody");
			assertThat(app.health().isReady(a)).isFalse();
			assertThat(app.health().state(a).breaker()).isEqualTo(BreakerState.NONE);
		}, "llm.routes.smart.models=b");
	}

	@Test
	void secretIsInNoRefusal() {
		run((app) -> {
			LlmChangeRefusedException refused = app.refused("llm.providers.a.type", "openai", "llm.providers.a.api-key",
					"sk-CANARY\n4f7a-x");
			assertThat(refused).hasMessageContaining("api-key").message().doesNotContain("CANARY");
			assertThat(refused).hasStackTraceContaining("api-key");
			assertThat(String.valueOf(refused.getCause())).doesNotContain("CANARY");
		});
	}

	/**
	 * An application and what is asked of it.
	 */
	private record Application(ConfigurableApplicationContext context) {

		Application(AssertableApplicationContext context) {
			this((ConfigurableApplicationContext) context.getSourceApplicationContext());
		}

		ChatClient client() {
			return this.context.getBean("llmChatClient", ChatClient.class);
		}

		LlmRuntime runtime() {
			return this.context.getBean(LlmRuntime.class);
		}

		ModelRouter router() {
			return this.context.getBean(ModelRouter.class);
		}

		CandidateHealth health() {
			return this.context.getBean(CandidateHealth.class);
		}

		LlmChange change(Object... namesAndValues) {
			return runtime().change(map(namesAndValues));
		}

		LlmChange takeBack(String... names) {
			Map<String, Object> properties = new HashMap<>();
			Arrays.stream(names).forEach((name) -> properties.put(name, null));
			return runtime().change(properties);
		}

		LlmChangeRefusedException refused(Object... namesAndValues) {
			LlmChangeRefusedException refused = catchThrowableOfType(LlmChangeRefusedException.class,
					() -> change(namesAndValues));
			assertThat(refused).isNotNull();
			return refused;
		}

		@SuppressWarnings("unchecked")
		void remove(String prefix) {
			this.context.getEnvironment()
				.getPropertySources()
				.stream()
				.filter((source) -> source.getSource() instanceof Map && source.getName().equals("test"))
				.forEach((source) -> ((Map<String, Object>) source.getSource()).keySet()
					.removeIf((name) -> name.startsWith(prefix)));
		}

		private static Map<String, Object> map(Object... namesAndValues) {
			Map<String, Object> properties = new HashMap<>();
			for (int i = 0; i < namesAndValues.length; i += 2) {
				properties.put((String) namesAndValues[i], namesAndValues[i + 1]);
			}
			return properties;
		}

	}

}
