package io.github.llmspring.autoconfigure;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import io.github.llmspring.autoconfigure.endpoint.LlmEndpoint;
import io.github.llmspring.autoconfigure.endpoint.LlmEndpointSection;
import io.github.llmspring.routing.ModelRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the actuator endpoint.
 */
@ExtendWith(OutputCaptureExtension.class)
class LlmEndpointTests {

	private static final String CANARY = "sk-CANARY-4f7a";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final SecurityContext OPERATOR = new SecurityContext() {

		@Override
		public Principal getPrincipal() {
			return () -> "ada\nFORGED";
		}

		@Override
		public boolean isUserInRole(String role) {
			return true;
		}

	};

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=llm",
				"management.endpoints.jmx.exposure.include=llm", "llm.default-model=smart",
				"llm.providers.spare.type=simulated", "llm.providers.openai.model=gpt",
				"llm.routes.smart.models=acme,spare");

	private void run(FakeService service, Consumer<ApplicationContext> assertions, String... properties) {
		this.runner
			.withPropertyValues("llm.providers.acme.type=openai-compatible",
					"llm.providers.acme.base-url=" + service.url() + "?key=" + "shown-nowhere",
					"llm.providers.acme.model=m", "llm.providers.acme.api-key=" + CANARY,
					"llm.providers.acme.retry.max-retries=0", "llm.providers.acme.residency=eu",
					"llm.providers.acme.rate-limit.requests-per-minute=100",
					"llm.providers.acme.rate-limit.max-concurrent=4")
			.withPropertyValues(properties)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertions.accept(context);
			});
	}

	private static LlmEndpoint endpoint(ApplicationContext context) {
		return context.getBean(LlmEndpoint.class);
	}

	private static JsonNode whole(ApplicationContext context) {
		return JSON.valueToTree(endpoint(context).llm());
	}

	private static String ask(ApplicationContext context, String model) {
		try {
			return context.getBean(ChatClient.class).prompt("CANARY-PROMPT").model(model).content();
		}
		catch (LlmException ex) {
			return ex.reason().code();
		}
	}

	/**
	 * What is told without what changes from run to run.
	 */
	private static JsonNode timeless(Object told) {
		return JSON.readTree(JSON.writeValueAsString(told)
			.replaceAll("\"20\\d\\d-[0-9T:.-]+Z\"", "\"TIME\"")
			.replaceAll("\"\\d+ms\"", "\"SPAN\"")
			.replaceAll("\"requests\":\\d+", "\"requests\":\"COUNT\"")
			.replaceAll("127\\.0\\.0\\.1:\\d+", "HOST"));
	}

	@Test
	void whatIsToldIsOfOneMoment() {
		ModelRouter[] router = new ModelRouter[1];
		LlmEndpointSection changing = new LlmEndpointSection() {

			@Override
			public String name() {
				return "changing";
			}

			@Override
			public Object whole() {
				return router[0].changes().toString();
			}

			@Override
			public Object of(String provider) {
				router[0].change((changes) -> changes.withDefaultModel("spare"));
				return provider;
			}

		};
		this.runner.withPropertyValues("llm.providers.acme.type=simulated")
			.withBean(LlmEndpointSection.class, () -> changing)
			.run((context) -> {
				router[0] = context.getBean(ModelRouter.class);
				assertThat(whole(context).at("/defaultModel/address").asString()).isEqualTo("smart");
				assertThat(whole(context).at("/defaultModel/address").asString()).isEqualTo("spare");
			});
	}

	@Test
	void everythingIsToldInPlainValues() {
		try (FakeService service = FakeService.answering()) {
			run(service, (context) -> {
				assertThat(ask(context, "smart")).isEqualTo("Hi there");
				JsonNode whole = timeless(endpoint(context).llm());
				assertThat(whole.get("presets").toString()).contains("\"openai\"", "\"anthropic\"");
				assertThat(whole.at("/catalog/date").asString()).matches("20\\d\\d-\\d\\d-\\d\\d");
				((ObjectNode) whole).remove(List.of("presets", "catalog", "spending"));
				((ObjectNode) whole.at("/providers/acme")).remove("spending");
				assertThat(whole).isEqualTo(JSON.readTree(
						"""
								{"defaultModel": {"address": "smart", "resolvesTo": "acme/m"},
								 "providers": {
									"acme": {"type": "openai-compatible", "wireFormat": "openai-chat", "address": "http://HOST/v1",
										"key": "******", "model": "m", "residency": ["eu"], "enabled": true, "usable": true,
										"limitsLeft": {"requests": "COUNT", "concurrent": 4, "waiting": 0},
										"models": {"m": {"condition": "well", "breaker": "closed", "inFlight": 0,
											"timeToAnswer": "SPAN", "lastAnswer": "TIME"}}},
									"openai": {"type": "openai", "wireFormat": "openai-responses",
										"address": "https://api.openai.com/v1", "key": "missing", "model": "gpt",
										"enabled": true, "usable": false, "reason": "no api key",
										"models": {"gpt": {"condition": "unknown", "inFlight": 0}}},
									"spare": {"type": "in-process", "model": "echo", "enabled": true, "usable": true,
										"models": {"echo": {"condition": "unknown", "breaker": "closed", "inFlight": 0}}}},
								 "routes": {"smart": {"strategy": "ordered", "models": ["acme", "spare"],
									"resolvesTo": "acme/m", "askedInThisOrder": ["acme/m", "spare/echo"]}}}
								"""));
			});
		}
	}

	@Test
	void whatWasSpentAndWhatIsLeftOfBudgetsIsTold() {
		String counted = FakeService.ANSWER.replaceFirst("}$",
				",\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}");
		try (FakeService service = FakeService.answering(counted)) {
			run(service, (context) -> {
				ask(context, "smart");
				JsonNode whole = timeless(endpoint(context).llm());
				JsonNode sum = JSON.readTree("""
						{"exchanges": 1, "inputTokens": 1000, "cachedInputTokens": 0, "outputTokens": 100,
						 "reasoningTokens": 0, "cost": {"USD": "0.0025"}, "withoutCost": 0, "estimated": 0}""");
				assertThat(whole.at("/spending/today/total")).isEqualTo(sum);
				assertThat(whole.at("/spending/thisMonth/byModel/acme~1m")).isEqualTo(sum);
				assertThat(whole.at("/spending/today/byRoute/smart")).isEqualTo(sum);
				assertThat(whole.at("/providers/acme/spending/today")).isEqualTo(sum);
				assertThat(whole.at("/providers/spare/spending").isMissingNode()).isTrue();
				assertThat(whole.get("budgets")).isEqualTo(JSON.readTree("""
						{"daily": {"currency": "USD", "limit": "1", "spent": "0.0025", "remaining": "0.9975",
							"period": "day", "since": "TIME", "until": "TIME", "onExceeded": "reject",
							"provider": "acme"}}"""));
				assertThat(whole.at("/providers/acme/budgets/daily/remaining").asString()).isEqualTo("0.9975");
			}, "llm.catalog.models[acme/m].price.input=2.00", "llm.catalog.models[acme/m].price.output=5.00",
					"llm.budgets.daily.limit=1", "llm.budgets.daily.period=day",
					"llm.budgets.daily.when.provider=acme");
		}
	}

	@Test
	void oneProviderIsToldWithWhereItStands() {
		try (FakeService service = FakeService.failing(1, 429, "retry-after", "30")) {
			run(service, (context) -> {
				ask(context, "acme");
				JsonNode told = timeless(endpoint(context).provider("acme"));
				((ObjectNode) told).remove("spending");
				assertThat(told).isEqualTo(JSON.readTree("""
						{"id": "acme", "routes": ["smart"], "isDefault": false,
						 "type": "openai-compatible", "wireFormat": "openai-chat", "address": "http://HOST/v1",
						 "key": "******", "model": "m", "residency": ["eu"], "enabled": true, "usable": true,
						 "limitsLeft": {"requests": "COUNT", "concurrent": 4, "waiting": 0},
						 "models": {"m": {"condition": "unknown", "breaker": "closed",
							"rest": {"until": "TIME", "why": "rate_limited"}, "inFlight": 0,
							"lastFailure": {"at": "TIME", "reason": "rate_limited", "status": 429}}}}
						"""));
				assertThat(whole(context).at("/routes/smart/resolvesTo").asString()).isEqualTo("spare/echo");
				assertThat(endpoint(context).provider("nosuch")).isNull();
			});
		}
	}

	@Test
	void defaultModelCanBeMovedAndIsLoggedWithWhoDidIt(CapturedOutput output) {
		try (FakeService service = FakeService.answering()) {
			run(service, (context) -> {
				endpoint(context).moveDefault("spare", OPERATOR);
				assertThat(whole(context).get("defaultModel")).isEqualTo(JSON
					.readTree("{\"address\": \"spare\", \"changedByHand\": true, \"resolvesTo\": \"spare/echo\"}"));
				assertThat(output).contains("'ada?FORGED' moved the default model to 'spare'.");
				assertThat(timeless(endpoint(context).llm().get("changes"))).isEqualTo(JSON.readTree(
						"[{\"at\": \"TIME\", \"who\": \"ada?FORGED\", \"what\": \"moved the default model to 'spare'\"}]"));
				endpoint(context).moveDefault("", SecurityContext.NONE);
				assertThat(context.getBean(ModelRouter.class).defaultModel()).isEqualTo("smart");
				assertThat(output).contains("'anonymous' moved the default model back to 'smart'.");
			});
		}
	}

	@Test
	void orderOfARouteCanBeChanged() {
		try (FakeService service = FakeService.answering()) {
			run(service, (context) -> {
				endpoint(context).change("smart", null, null, null, List.of("spare"), OPERATOR);
				assertThat(whole(context).at("/routes/smart")).isEqualTo(JSON.readTree("""
						{"strategy": "ordered", "models": ["spare", "acme"], "changedByHand": true,
						 "resolvesTo": "spare/echo", "askedInThisOrder": ["spare/echo", "acme/m"]}"""));
				assertThat(ask(context, "smart")).contains("CANARY-PROMPT");
				assertThat(service.calls()).isEmpty();
			});
		}
	}

	@Test
	void providerCanBeDisabledAndEverythingTakenBack() {
		try (FakeService service = FakeService.answering()) {
			run(service, (context) -> {
				endpoint(context).change("acme", false, null, null, null, OPERATOR);
				assertThat(ask(context, "acme")).isEqualTo("circuit_open");
				assertThat(ask(context, "smart")).contains("CANARY-PROMPT");
				assertThat(service.calls()).isEmpty();
				assertThat(whole(context).at("/providers/acme/enabled").asBoolean()).isFalse();
				endpoint(context).restore(OPERATOR);
				assertThat(ask(context, "smart")).isEqualTo("Hi there");
			});
		}
	}

	@Test
	void breakerCanBeOpenedAndClosed() {
		try (FakeService service = FakeService.answering()) {
			run(service, (context) -> {
				change(context, "acme", "open", null);
				assertThat(ask(context, "acme")).isEqualTo("circuit_open");
				assertThat(ask(context, "acme/other")).as("a model that nobody knew").isEqualTo("Hi there");
				assertThat(whole(context).at("/providers/acme/models/m/rest/until").asString())
					.isEqualTo("it is ended by hand");
				change(context, "acme", "close", "m");
				assertThat(ask(context, "acme")).isEqualTo("Hi there");
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> change(context, "acme", "open", "oter"))
					.withMessageContaining("Did you mean 'other'?");
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> change(context, "openai", "open", null))
					.withMessageContaining("has no circuit breaker");
			});
		}
	}

	@Test
	void breakerOfAProviderThatChoosesItsModelItselfCanBeOpenedAndClosed() {
		ChatProvider mine = (request) -> Flux
			.just(new ChatEvent.Completed(ChatResponse.builder().content(new Content.Text("mine")).build()));
		this.runner.withBean("mine", ChatProvider.class, () -> mine)
			.withPropertyValues("llm.routes.smart.models=mine,spare")
			.run((context) -> {
				change(context, "mine", "open", null);
				assertThat(ask(context, "mine")).isEqualTo("circuit_open");
				assertThat(whole(context).at("/providers/mine/models/default/breaker").asString()).isEqualTo("open");
				change(context, "mine", "close", null);
				assertThat(ask(context, "mine")).isEqualTo("mine");
				assertThat(whole(context).at("/providers/mine/models").propertyNames()).containsExactly("default");
			});
	}

	@Test
	void breakerThatNobodyKnowsIsNotSaidToBeOpened() {
		try (FakeService service = FakeService.answering()) {
			run(service, (context) -> {
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> change(context, "silent", "open", null))
					.withMessageContaining("Nothing is known of the models of 'silent' yet");
				assertThat(endpoint(context).llm()).doesNotContainKey("changes");
			}, "llm.providers.silent.type=openai-compatible", "llm.providers.silent.base-url=http://127.0.0.1:1/v1",
					"llm.providers.silent.circuit-breaker.minimum-calls=5");
		}
	}

	@Test
	void breakerOfAModelOfVectorsCanBeOpenedBeforeItWasAsked() {
		try (FakeService service = FakeService.answering("{\"data\":[{\"index\":0,\"embedding\":[1]}]}")) {
			run(service, (context) -> {
				EmbeddingClient vectors = context.getBean(EmbeddingClient.class);
				change(context, "acme", "open", "e");
				assertThatExceptionOfType(LlmException.class).isThrownBy(() -> vectors.embed("a"))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.CIRCUIT_OPEN));
				assertThat(whole(context).at("/providers/acme/models/e/breaker").asString()).isEqualTo("open");
				change(context, "acme", "close", "e");
				assertThat(vectors.embed("a").vectors()).hasSize(1);
				JsonNode acme = timeless(endpoint(context).provider("acme"));
				assertThat(acme.at("/embeddingModel").asString()).isEqualTo("e");
				assertThat(acme.at("/models/e")).isEqualTo(JSON.readTree("""
						{"condition": "well", "breaker": "closed", "inFlight": 0, "timeToAnswer": "SPAN",
						 "lastAnswer": "TIME"}"""));
				assertThat(acme.at("/spending/today/exchanges").asInt()).isEqualTo(1);
			}, "llm.providers.acme.embedding-model=e");
		}
	}

	@Test
	void providerOfVectorsOnlyIsToldOfAndCanBeDisabled() {
		EmbeddingProvider own = (request) -> Mono
			.just(new EmbeddingResponse(List.of(new float[] { 1 }), "x", "own", Usage.UNKNOWN, List.of()));
		this.runner.withPropertyValues("llm.routes.smart.models=spare")
			.withBean("own", EmbeddingProvider.class, () -> own)
			.run((context) -> {
				EmbeddingClient vectors = context.getBean("llmEmbeddingClient", EmbeddingClient.class)
					.withModel("own/x");
				vectors.embed("a");
				assertThat(whole(context).at("/providers/own/models/x/condition").asString()).isEqualTo("well");
				endpoint(context).change("own", false, null, null, null, OPERATOR);
				assertThatExceptionOfType(LlmException.class).isThrownBy(() -> vectors.embed("a"))
					.withMessageContaining("disabled by hand");
			});
	}

	private static void change(ApplicationContext context, String provider, String breaker, String model) {
		endpoint(context).change(provider, null, LlmEndpoint.BreakerChange.valueOf(breaker.toUpperCase(Locale.ROOT)),
				model, null, OPERATOR);
	}

	@Test
	void changeThatMeansNothingIsRefusedWithTheAlternatives() {
		try (FakeService service = FakeService.answering()) {
			run(service, (context) -> {
				LlmEndpoint endpoint = endpoint(context);
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> endpoint.moveDefault("smrt", OPERATOR))
					.withMessageContaining("Did you mean 'smart'?");
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> endpoint.change("acne", false, null, null, null, OPERATOR))
					.withMessageContaining("Did you mean 'acme'?");
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> endpoint.change("smart", null, null, null, List.of("openai"), OPERATOR))
					.withMessageContaining("has no model 'openai'");
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> endpoint.change("acme", null, null, null, null, OPERATOR))
					.withMessageContaining("Say one of");
				assertThat(endpoint.llm()).doesNotContainKey("changes");
			});
		}
	}

	@Test
	void nothingSecretIsAmongIt(CapturedOutput output) {
		String echo = "{\"error\":{\"message\":\"bad key " + CANARY + " for CANARY-PROMPT\"}}";
		try (FakeService service = FakeService.answering(echo)) {
			run(service, (context) -> {
				ask(context, "acme");
				endpoint(context).change("acme", false, null, null, null, OPERATOR);
				String told = whole(context) + JSON.writeValueAsString(endpoint(context).provider("acme"));
				assertThat(told).contains("lastFailure").doesNotContain("CANARY").doesNotContain("shown-nowhere");
				assertThat(output).doesNotContain("CANARY");
			});
		}
	}

	@Test
	void whatOthersTellIsToldToo() {
		LlmEndpointSection section = new LlmEndpointSection() {

			@Override
			public String name() {
				return "weather";
			}

			@Override
			public Object whole() {
				return Map.of("sky", "grey");
			}

			@Override
			public Object of(String provider) {
				return provider.equals("acme") ? "fog" : null;
			}

		};
		this.runner.withPropertyValues("llm.providers.acme.type=simulated")
			.withBean(LlmEndpointSection.class, () -> section)
			.run((context) -> {
				assertThat(whole(context).at("/weather/sky").asString()).isEqualTo("grey");
				assertThat(whole(context).at("/providers/acme/weather").asString()).isEqualTo("fog");
				assertThat(whole(context).at("/providers/spare/weather").isMissingNode()).isTrue();
			});
	}

	@Test
	void endpointIsThereOnlyWhereItIsExposed() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmEndpointAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LlmEndpoint.class));
		this.runner.withPropertyValues("llm.providers.acme.type=simulated", "management.endpoint.llm.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LlmEndpoint.class));
	}

}
