package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import io.github.llmspring.autoconfigure.health.LlmHealthContributor;
import io.github.llmspring.autoconfigure.report.Addressed;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of the health of providers, routes and the default model.
 */
class LlmHealthTests {

	private static final String CANARY = "sk-CANARY-4f7a";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmHealthAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class))
		.withPropertyValues("llm.providers.idle.type=simulated", "management.endpoints.web.exposure.include=health",
				"management.endpoints.jmx.exposure.include=health");

	private ApplicationContextRunner with(String id, FakeService service, String... properties) {
		return this.runner
			.withPropertyValues("llm.providers." + id + ".type=openai-compatible",
					"llm.providers." + id + ".base-url=" + service.url(), "llm.providers." + id + ".model=m",
					"llm.providers." + id + ".api-key=" + CANARY, "llm.providers." + id + ".retry.max-retries=0")
			.withPropertyValues(properties);
	}

	private static JsonNode health(ApplicationContext context) {
		return JSON.valueToTree(context.getBean(HealthEndpoint.class).healthForPath("llm"));
	}

	private static String status(ApplicationContext context, String entry) {
		return health(context).at("/components/" + entry + "/status").asString();
	}

	private static void ask(ApplicationContext context, String model) {
		try {
			context.getBean(ChatClient.class).prompt("CANARY-PROMPT").model(model).content();
		}
		catch (LlmException ex) {
			// health tells
		}
	}

	private void run(ApplicationContextRunner runner, Consumer<ApplicationContext> assertions) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertions.accept(context);
		});
	}

	/**
	 * The health with every moment replaced, so that it can be compared.
	 */
	private static JsonNode timeless(JsonNode health) {
		return JSON.readTree(health.toString().replaceAll("\"20\\d\\d-[0-9T:.-]+Z\"", "\"TIME\""));
	}

	@Test
	void nothingIsKnownBeforeTheFirstCall() {
		run(this.runner.withPropertyValues("llm.default-model=idle", "llm.providers.openai.model=gpt",
				"llm.routes.smart.models=openai,idle"),
				(context) -> assertThat(health(context)).isEqualTo(JSON.readTree("""
						{"status": "UNKNOWN", "components": {
							"defaultModel": {"status": "UNKNOWN",
								"details": {"address": "idle", "models": {"idle/echo": "unknown"}}},
							"idle": {"status": "UNKNOWN", "details": {"reason": "it was not asked yet", "inFlight": 0}},
							"openai": {"status": "UNKNOWN", "details": {"reason": "no api key", "inFlight": 0}},
							"smart": {"status": "UNKNOWN",
								"details": {"models": {"openai/gpt": "no api key", "idle/echo": "unknown"}}}}}
						""")));
	}

	@Test
	void callsTellTheHealthOfProvidersRoutesAndDefaultModel() {
		try (FakeService good = FakeService.answering(); FakeService bad = FakeService.failing(100, 500)) {
			run(with("bad", bad).withPropertyValues("llm.providers.good.type=openai-compatible",
					"llm.providers.good.base-url=" + good.url(), "llm.providers.good.model=m", "llm.default-model=good",
					"llm.routes.smart.models=bad,good"), (context) -> {
						ask(context, "smart");
						assertThat(timeless(health(context))).isEqualTo(JSON.readTree("""
								{"status": "UP", "components": {
									"bad": {"status": "FAILING", "details": {"reason": "the last call failed",
										"lastFailure": {"at": "TIME", "reason": "server_error", "status": 500},
										"failingModels": ["m"], "inFlight": 0}},
									"defaultModel": {"status": "UP",
										"details": {"address": "good", "models": {"good/m": "well"}}},
									"good": {"status": "UP", "details": {"lastAnswer": "TIME", "inFlight": 0}},
									"idle": {"status": "UNKNOWN",
										"details": {"reason": "it was not asked yet", "inFlight": 0}},
									"smart": {"status": "UP",
										"details": {"models": {"bad/m": "failing", "good/m": "well"}}}}}
								"""));
					});
		}
	}

	@Test
	void vectorsTellTheHealthOfTheirProvider() {
		EmbeddingProvider own = (request) -> Mono
			.just(new EmbeddingResponse(List.of(new float[] { 1 }), "x", "own", Usage.UNKNOWN, List.of()));
		try (FakeService bad = FakeService.failing(100, 500)) {
			run(with("bad", bad, "llm.default-model=idle").withBean("own", EmbeddingProvider.class, () -> own),
					(context) -> {
						EmbeddingClient vectors = context.getBean("llmEmbeddingClient", EmbeddingClient.class);
						vectors.withModel("own/x").embed("CANARY-PROMPT");
						assertThat(catchThrowableOfType(LlmException.class,
								() -> vectors.withModel("bad/e").embed("CANARY-PROMPT"))
							.status()).isEqualTo(500);
						assertThat(timeless(health(context))).isEqualTo(JSON.readTree("""
								{"status": "UP", "components": {
									"bad": {"status": "FAILING", "details": {"reason": "the last call failed",
										"lastFailure": {"at": "TIME", "reason": "server_error", "status": 500},
										"failingModels": ["e"], "inFlight": 0}},
									"defaultModel": {"status": "UNKNOWN",
										"details": {"address": "idle", "models": {"idle/echo": "unknown"}}},
									"idle": {"status": "UNKNOWN",
										"details": {"reason": "it was not asked yet", "inFlight": 0}},
									"own": {"status": "UP", "details": {"lastAnswer": "TIME", "inFlight": 0}}}}
								"""));
					});
		}
	}

	@Test
	void wholeIsDownOnlyWhereTheDefaultModelOrARouteCannotBeServed() {
		try (FakeService bad = FakeService.failing(100, 500)) {
			run(with("bad", bad, "llm.default-model=idle"), (context) -> {
				ask(context, "idle");
				ask(context, "bad");
				assertThat(status(context, "bad")).isEqualTo("FAILING");
				assertThat(health(context).get("status").asString()).as("a spare provider").isEqualTo("UP");
			});
			run(with("bad", bad, "llm.default-model=bad"), (context) -> {
				ask(context, "bad");
				assertThat(status(context, "defaultModel")).isEqualTo("DOWN");
				assertThat(health(context).get("status").asString()).isEqualTo("DOWN");
			});
			run(with("bad", bad, "llm.default-model=idle", "llm.routes.smart.models=bad/a,bad/b"), (context) -> {
				ask(context, "bad/a");
				assertThat(status(context, "smart")).isEqualTo("UNKNOWN");
				ask(context, "bad/b");
				assertThat(status(context, "smart")).isEqualTo("DOWN");
				assertThat(health(context).get("status").asString()).isEqualTo("DOWN");
			});
		}
	}

	@Test
	void defaultModelWithoutAKeyCannotBeServed() {
		run(this.runner.withPropertyValues("llm.default-model=openai", "llm.providers.openai.model=gpt"), (context) -> {
			assertThat(status(context, "openai")).isEqualTo("UNKNOWN");
			assertThat(health(context).at("/components/defaultModel")).isEqualTo(JSON.readTree("""
					{"status": "DOWN", "details": {"address": "openai", "reason": "nobody can answer",
						"models": {"openai/gpt": "no api key"}}}"""));
		});
	}

	@Test
	void providerThatLacksItsLibrarySaysSo() {
		run(this.runner.withClassLoader(new FilteredClassLoader("com.azure"))
			.withPropertyValues("llm.default-model=idle", "llm.providers.own.type=azure-openai",
					"llm.providers.own.model=m", "llm.providers.own.base-url=http://127.0.0.1:1",
					"llm.routes.smart.models=own"),
				(context) -> {
					assertThat(health(context).at("/components/own")).isEqualTo(JSON.readTree("""
							{"status": "UNKNOWN", "details": {
								"reason": "no api key, and no library for its credentials", "inFlight": 0}}"""));
					assertThat(health(context).at("/components/smart/details/models/own~1m").asString())
						.isEqualTo("no api key, and no library for its credentials");
				});
	}

	@Test
	void providerWhoseBudgetIsSpentSaysSo() {
		try (FakeService service = FakeService.answering(FakeService.ANSWER.replaceFirst("}$",
				",\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}"))) {
			run(with("acme", service, "llm.default-model=acme", "llm.catalog.models[acme/m].price.input=2000",
					"llm.catalog.models[acme/m].price.output=5000", "llm.budgets.daily.limit=1",
					"llm.budgets.daily.when.provider=acme"), (context) -> {
						assertThat(status(context, "defaultModel")).isEqualTo("UNKNOWN");
						ask(context, "acme");
						assertThat(timeless(health(context).at("/components/acme"))).isEqualTo(JSON.readTree("""
								{"status": "UNKNOWN", "details": {"reason": "its budget is spent", "lastAnswer": "TIME",
									"inFlight": 0}}"""));
						assertThat(health(context).at("/components/defaultModel")).isEqualTo(JSON.readTree("""
								{"status": "DOWN", "details": {"address": "acme", "reason": "nobody can answer",
									"models": {"acme/m": "its budget is spent"}}}"""));
					});
		}
	}

	@Test
	void providerOfVectorsWhoseBudgetIsSpentSaysSo() {
		EmbeddingProvider own = (request) -> Mono.just(new EmbeddingResponse(List.of(new float[] { 1 }), "x", "own",
				new Usage(1000L, null, null, null, null, Map.of()), List.of()));
		run(this.runner.withBean("own", EmbeddingProvider.class, () -> own)
			.withPropertyValues("llm.catalog.models[own/x].price.input=2000",
					"llm.catalog.models[own/x].price.output=2000", "llm.budgets.daily.limit=1",
					"llm.budgets.daily.when.provider=own"),
				(context) -> {
					context.getBean("llmEmbeddingClient", EmbeddingClient.class).withModel("own/x").embed("text");
					assertThat(timeless(health(context).at("/components/own"))).isEqualTo(JSON.readTree("""
							{"status": "UNKNOWN", "details": {"reason": "its budget is spent", "lastAnswer": "TIME",
								"inFlight": 0}}"""));
				});
	}

	@Test
	void providerThatIsDisabledDoesNotCountForTheWhole() {
		run(this.runner.withPropertyValues("llm.default-model=idle", "llm.providers.spare.type=simulated"),
				(context) -> {
					ask(context, "idle");
					context.getBean(CandidateHealth.class).switches().off("spare");
					assertThat(status(context, "spare")).isEqualTo("DISABLED");
					assertThat(health(context).get("status").asString()).isEqualTo("UP");
					context.getBean(CandidateHealth.class).switches().off("idle");
					assertThat(status(context, "defaultModel")).isEqualTo("DOWN");
				});
	}

	@Test
	void unknownModelIsNoTroubleOfTheProvider() {
		try (FakeService service = FakeService.failing(1, 404)) {
			run(with("acme", service, "llm.default-model=idle"), (context) -> {
				ask(context, "acme/nosuch");
				assertThat(status(context, "acme")).isEqualTo("UNKNOWN");
				ask(context, "acme");
				assertThat(status(context, "acme")).isEqualTo("UP");
			});
		}
	}

	@Test
	void healthAsksNobodyUnlessItIsToldTo() {
		try (FakeService service = FakeService.answering("{\"data\":[]}")) {
			run(with("acme", service, "llm.default-model=acme"), (context) -> {
				assertThat(status(context, "acme")).isEqualTo("UNKNOWN");
				assertThat(service.calls()).isEmpty();
			});
		}
	}

	@Test
	void probeAsksForTheModelsAndNotAgainWithinItsInterval() {
		try (FakeService service = FakeService.answering("{\"data\":[{\"id\":\"m\"}]}")) {
			run(with("acme", service, "llm.default-model=acme", "llm.health.probe.enabled=true"), (context) -> {
				assertThat(status(context, "acme")).isEqualTo("UP");
				assertThat(status(context, "defaultModel")).isEqualTo("UP");
				assertThat(service.calls()).singleElement()
					.satisfies((call) -> assertThat(call.path()).isEqualTo("/v1/models"));
			});
			run(with("acme", service, "llm.default-model=acme", "llm.health.probe.enabled=true",
					"llm.health.probe.interval=1ms"), (context) -> {
						long until = System.nanoTime() + 10_000_000_000L;
						while (service.calls().size() < 4 && System.nanoTime() < until) {
							status(context, "acme");
						}
						assertThat(service.calls()).as("past the list that is remembered").hasSizeGreaterThan(3);
					});
		}
	}

	@Test
	void probeThatFailsTells() {
		try (FakeService service = FakeService.failing(100, 503)) {
			run(with("acme", service, "llm.default-model=acme", "llm.health.probe.enabled=true"), (context) -> {
				assertThat(timeless(health(context)).at("/components/acme")).isEqualTo(JSON.readTree("""
						{"status": "FAILING", "details": {"reason": "it cannot be reached", "inFlight": 0,
							"probe": {"at": "TIME", "failure": {"at": "TIME", "reason": "overloaded", "status": 503}}}}
						"""));
				assertThat(health(context).get("status").asString()).isEqualTo("DOWN");
			});
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 405, 501 })
	void probeOfAServiceThatHasNoListTellsNothing(int status) {
		try (FakeService service = FakeService.failing(100, status)) {
			run(with("acme", service, "llm.default-model=acme", "llm.health.probe.enabled=true"), (context) -> {
				assertThat(status(context, "acme")).isEqualTo("UNKNOWN");
				assertThat(status(context, "defaultModel")).isEqualTo("UNKNOWN");
				assertThat(service.calls()).isNotEmpty();
			});
		}
	}

	@Test
	void probeDoesNotWaitLongerThanItsTimeout() {
		try (FakeService service = FakeService.silent()) {
			run(with("acme", service, "llm.default-model=acme", "llm.health.probe.enabled=true",
					"llm.health.probe.timeout=50ms"),
					(context) -> assertThat(
							health(context).at("/components/acme/details/probe/failure/words").asString())
						.isEqualTo("the list of models did not come within 50 ms"));
		}
	}

	@Test
	void probeLeavesAProviderAloneThatLacksAKeyOrIsDisabled() {
		try (FakeService service = FakeService.answering("{\"data\":[]}")) {
			run(with("acme", service, "llm.default-model=idle", "llm.health.probe.enabled=true",
					"llm.providers.openai.base-url=" + service.url()), (context) -> {
						context.getBean(CandidateHealth.class).switches().off("acme");
						assertThat(status(context, "openai")).isEqualTo("UNKNOWN");
						assertThat(status(context, "acme")).isEqualTo("DISABLED");
						assertThat(status(context, "idle")).as("has no list").isNotEqualTo("FAILING");
						assertThat(service.calls()).isEmpty();
					});
		}
	}

	@Test
	void timeOfAProbeMustBeAboveNothing() {
		this.runner
			.withPropertyValues("llm.default-model=idle", "llm.health.probe.enabled=true",
					"llm.health.probe.timeout=0s")
			.run((context) -> assertThat(invalid(context.getStartupFailure()))
				.hasMessageContaining("llm.health.probe.timeout"));
	}

	private static Throwable invalid(Throwable failure) {
		assertThat(failure).hasRootCauseInstanceOf(InvalidLlmConfigurationException.class);
		return NestedExceptionUtils.getMostSpecificCause(failure);
	}

	@Test
	void nothingSecretIsAmongIt() {
		String echo = "{\"error\":{\"message\":\"bad key " + CANARY + " for CANARY-PROMPT\"}}";
		try (FakeService service = FakeService.answering(echo)) {
			run(with("acme", service, "llm.default-model=acme", "llm.health.probe.enabled=true"), (context) -> {
				ask(context, "acme");
				assertThat(health(context).toString()).contains("lastFailure").doesNotContain("CANARY");
			});
		}
	}

	@Test
	void providerOfTheApplicationIsNotCalledLikeTheEntryOfTheDefaultModel() {
		ApplicationContextRunner own = this.runner.withPropertyValues("llm.default-model=idle")
			.withBean("defaultModel", ChatProvider.class, () -> (request) -> Flux.empty());
		own.run((context) -> assertThat(invalid(context.getStartupFailure()))
			.hasMessageContaining("Call the bean by another name"));
		own.withPropertyValues("management.health.llm.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void healthCanBeTurnedOff() {
		this.runner.withPropertyValues("llm.default-model=idle", "management.health.llm.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LlmHealthContributor.class));
	}

	@Test
	void healthOfTheApplicationReplacesIt() {
		this.runner.withPropertyValues("llm.default-model=idle")
			.withBean("llmHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LlmHealthContributor.class));
	}

	@Test
	void routeThatIsRemovedWhileHealthIsAskedForIsUnknown() {
		run(this.runner.withPropertyValues("llm.default-model=idle", "llm.providers.spare.type=simulated"),
				(context) -> {
					LlmRuntime runtime = context.getBean(LlmRuntime.class);
					runtime.change(Map.of("llm.routes.smart.models", "idle,spare"));
					HealthIndicator asked = (HealthIndicator) context.getBean(LlmHealthContributor.class)
						.getContributor("smart");
					Map<String, Object> gone = new HashMap<>();
					gone.put("llm.routes.smart.models", null);
					runtime.change(gone);
					assertThat(Objects.requireNonNull(asked).health())
						.isEqualTo(Health.unknown().withDetail("reason", "it was removed meanwhile").build());
				});
	}

	@Test
	void healthAnswersWhileTheProviderOfTheDefaultModelIsReplaced() throws InterruptedException {
		ModelRouter router = router("a");
		LlmHealthContributor contributor = new LlmHealthContributor(
				new Addressed(router, new EmbeddingRouter(List.of(), null)), new CandidateHealth());
		HealthIndicator defaultModel = (HealthIndicator) Objects
			.requireNonNull(contributor.getContributor(LlmHealthContributor.DEFAULT_MODEL));
		Thread changing = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				router.adopt(router("b"));
				router.adopt(router("a"));
			}
		});
		changing.start();
		try {
			for (int i = 0; i < 20_000; i++) {
				assertThat(Objects.requireNonNull(defaultModel.health()).getStatus()).isEqualTo(Status.UNKNOWN);
			}
		}
		finally {
			changing.interrupt();
			changing.join();
		}
	}

	private static ModelRouter router(String id) {
		ChatProvider provider = (request) -> Flux.empty();
		return new ModelRouter(List.of(new ProviderEntry(id, provider, "m"), new ProviderEntry("spare", provider, "m")),
				id);
	}

	@Test
	void whatIsNotThereHasNoHealth() {
		run(this.runner.withPropertyValues("llm.default-model=idle"), (context) -> {
			assertThat(context.getBean(HealthEndpoint.class).healthForPath("llm", "nosuch")).isNull();
			assertThat((Object) context.getBean(HealthEndpoint.class).healthForPath("llm", "idle")).isNotNull();
		});
	}

	@Test
	void providerThatFailedLastIsUnknownOnceThatIsLongAgo() {
		AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
		InstantSource time = now::get;
		try (FakeService service = FakeService.answering(List.of(FakeService.ANSWER, "{}").iterator())) {
			run(with("acme", service, "llm.default-model=acme").withBean(CandidateHealth.class,
					() -> new CandidateHealth(time.withZone(ZoneOffset.UTC))), (context) -> {
						ask(context, "acme");
						now.updateAndGet((before) -> before.plus(Duration.ofSeconds(61)));
						assertThat(status(context, "acme")).as("answers count until something else is known")
							.isEqualTo("UP");
						ask(context, "acme");
						assertThat(status(context, "acme")).isEqualTo("FAILING");
						now.updateAndGet((before) -> before.plus(Duration.ofSeconds(61)));
						assertThat(health(context).at("/components/acme/details/reason").asString())
							.isEqualTo("no call told anything lately");
						assertThat(status(context, "acme")).isEqualTo("UNKNOWN");
						assertThat(status(context, "defaultModel")).isEqualTo("UNKNOWN");
					});
		}
	}

}
