package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Limits;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.http.Timeouts;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.tools.ToolLoopSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that each property of a provider has its effect.
 */
class ProviderPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class));

	@TempDir
	private Path directory;

	@Test
	void typeAndKeyAndModel() {
		FakeService.Call call = call("type=openai", "wire-format=openai-chat", "api-key= sk-mine ", "model=gpt-5.1");
		assertThat(call.path()).isEqualTo("/v1/chat/completions");
		assertThat(call.headers().get("Authorization")).isEqualTo("Bearer sk-mine");
		assertThat(call.body()).containsEntry("model", "gpt-5.1");
	}

	@Test
	void keyMayLookLikeANumber() throws IOException {
		Path file = this.directory.resolve("application.yml");
		try (FakeService service = FakeService.answering()) {
			Files.writeString(file,
					"llm.providers.vllm: {model: qwen, api-key: 12345678, base-url: '%s'}".formatted(service.url()));
			this.runner.withInitializer(new ConfigDataApplicationContextInitializer())
				.withPropertyValues("spring.config.location=file:" + file)
				.run((context) -> context.getBean(ChatClient.class).prompt("Hello").call());
			assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer 12345678");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "LLM_PROVIDERS_VLLM_APIKEY", "LLM_PROVIDERS_VLLM_API_KEY" })
	void variablesAloneMakeAProvider(String key) {
		try (FakeService service = FakeService.answering()) {
			Map<String, Object> variables = Map.of(key, "sk-mine", "LLM_PROVIDERS_VLLM_BASEURL", service.url(),
					"LLM_PROVIDERS_VLLM_MODEL", "qwen", "LLM_DEFAULT_MODEL", "vllm");
			this.runner
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables)))
				.run((context) -> context.getBean(ChatClient.class).prompt("Hello").call());
			assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer sk-mine");
			assertThat(service.call().body()).containsEntry("model", "qwen");
		}
	}

	@Test
	void presetSaysHowTheKeyIsSent() {
		FakeService.Call call = call("type=azure-openai", "wire-format=openai-chat", "api-key=sk-mine");
		assertThat(call.headers().get("api-key")).isEqualTo("sk-mine");
		assertThat(call.headers().contains("Authorization")).isFalse();
	}

	@Test
	void wireFormatIsATypeOfItsOwn() {
		FakeService.Call call = call("type=openai-chat");
		assertThat(call.path()).isEqualTo("/v1/chat/completions");
		assertThat(call.headers().contains("Authorization")).isFalse();
	}

	@Test
	void serviceIsAskedInItsUsualFormatWhereNoneIsSet() {
		try (FakeService service = FakeService.answering(
				"""
						{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Hi there"}]}]}""")) {
			ask(service, new String[] { "type=openai", "api-key=sk-mine" });
			assertThat(service.call().path()).isEqualTo("/v1/responses");
		}
	}

	@Test
	void wireFormatReplacesThatOfTheType() {
		FakeService.Call call = call("type=anthropic", "wire-format=openai-chat", "api-key=sk-mine");
		assertThat(call.path()).isEqualTo("/v1/chat/completions");
		assertThat(call.headers().get("x-api-key")).isEqualTo("sk-mine");
	}

	@Test
	void addressOfThePresetCountsWhereNoneIsSet() {
		this.runner.withPropertyValues("llm.providers.openai.model=gpt")
			.run((context) -> assertThat(settings(context.getBean(ConfiguredProviders.class)).baseUrl())
				.hasToString("https://api.openai.com/v1"));
	}

	@Test
	void blankValueOfAnyKindIsAnAbsentOne() {
		this.runner
			.withPropertyValues("llm.tools.max-turns=", "llm.tools.timeout.total=${NO_TIME:}",
					"llm.conversation.idle-time=", "llm.conversation.store=")
			.run((context) -> assertThat(context.getBean(ToolLoopSettings.class).maxTurns())
				.isEqualTo(ToolLoopSettings.DEFAULTS.maxTurns()));
		FakeService.Call call = call("type=openai-compatible", "options.temperature=", "options.reasoning=",
				"options.stop=", "timeout.connect=${NO_TIME:}", "limits.response=", "connections=", "http2=");
		assertThat(call.body()).doesNotContainKeys("temperature", "reasoning_effort", "stop");
	}

	@Test
	void blankTextIsAnAbsentOne() {
		FakeService.Call call = call("type=openai-compatible", "api-key= ", "wire-format=", "proxy=", "ssl.bundle=");
		assertThat(call.headers().contains("Authorization")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "none, sk-variable", "'', sk-variable", "' ', sk-variable", "sk-property, sk-property" })
	void variableOfTheServiceIsUsedWhereTheKeyIsBlank(String property, String sent) {
		List<String> values = new ArrayList<>(List.of("type=openai", "wire-format=openai-chat"));
		if (property != null) {
			values.add("api-key=" + property);
		}
		try (FakeService service = FakeService.answering()) {
			ask(service, values.toArray(String[]::new), "OPENAI_API_KEY=sk-variable");
			assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer " + sent);
		}
	}

	@Test
	void firstVariableThatIsNotBlankCounts() {
		try (FakeService service = FakeService.answering()) {
			ask(service, new String[] { "type=gemini", "wire-format=openai-chat" }, "GEMINI_API_KEY= ",
					"GOOGLE_API_KEY=sk-google");
			assertThat(service.call().headers().get("x-goog-api-key")).isEqualTo("sk-google");
		}
	}

	@Test
	void withoutAKeyTheApplicationStartsAndTheCallSaysWhatToSet() {
		this.runner.withPropertyValues("llm.providers.openai.model=gpt", "llm.providers.openai.api-key=")
			.run((context) -> assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> context.getBean(ChatClient.class).prompt("Hello").call())
				.withMessageContaining("llm.providers.openai.api-key")
				.withMessageContaining("OPENAI_API_KEY")
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION)));
	}

	@Test
	void optionsGoWithEveryCall() {
		Map<String, Object> body = call("type=openai-compatible", "options.temperature=0.5", "options.top-p=0.9",
				"options.max-output-tokens=7", "options.stop=END,HALT", "options.seed=42",
				"options.frequency-penalty=0.1", "options.presence-penalty=0.2", "options.reasoning=low")
			.body();
		assertThat(body).containsEntry("temperature", 0.5)
			.containsEntry("top_p", 0.9)
			.containsEntry("max_tokens", 7)
			.containsEntry("stop", List.of("END", "HALT"))
			.containsEntry("seed", 42)
			.containsEntry("frequency_penalty", 0.1)
			.containsEntry("presence_penalty", 0.2)
			.containsEntry("reasoning_effort", "low");
	}

	@Test
	void strictOptionsAreNotLeftOut() {
		assertThat(call("type=deepseek", "api-key=k", "options.seed=42").body()).doesNotContainKey("seed");
		this.runner
			.withPropertyValues("llm.providers.deepseek.api-key=k", "llm.providers.deepseek.model=m",
					"llm.providers.deepseek.options.seed=42", "llm.providers.deepseek.options.strict=true")
			.run((context) -> assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> context.getBean(ChatClient.class).prompt("Hello").call())
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED)));
	}

	@Test
	void extraBodyIsSentAsItIsWritten() throws IOException {
		Path file = this.directory.resolve("application.yml");
		try (FakeService service = FakeService.answering()) {
			Files.writeString(file, """
					llm:
					  providers:
					    vllm:
					      base-url: %s
					      model: qwen
					      headers:
					        X-Team: search
					        x_under_score: kept
					      extra-body:
					        chat_template_kwargs: {enable_thinking: false, "[dotted.key]": 1.5}
					        guidedChoice: [yes, "no", 3]
					        nested: [{a: 1}, {a: 2, list: [x]}]
					        user-id: u1
					""".formatted(service.url()));
			this.runner.withInitializer(new ConfigDataApplicationContextInitializer())
				.withPropertyValues("spring.config.location=file:" + file)
				.run((context) -> context.getBean(ChatClient.class).prompt("Hello").call());
			assertThat(service.call().body())
				.containsEntry("chat_template_kwargs", Map.of("enable_thinking", false, "dotted.key", 1.5))
				.containsEntry("guidedChoice", List.of(true, "no", 3))
				.containsEntry("nested", List.of(Map.of("a", 1), Map.of("a", 2, "list", List.of("x"))))
				.containsEntry("user-id", "u1");
			assertThat(service.call().headers().get("X-Team")).isEqualTo("search");
			assertThat(service.call().headers().get("x_under_score")).isEqualTo("kept");
		}
	}

	@Test
	void firstTokenMayNotTakeLonger() {
		try (FakeService service = FakeService.streaming(Flux.never())) {
			LlmException failure = streamFailure(service, "timeout.first-token=100ms");
			assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_FIRST_TOKEN);
			assertThat(failure).hasMessageContaining("within 100 ms");
		}
	}

	@Test
	void silenceAmidAStreamMayNotTakeLonger() {
		try (FakeService service = FakeService.streaming(Flux.just(FakeService.PIECE).concatWith(Flux.never()))) {
			LlmException failure = streamFailure(service, "timeout.idle=100ms");
			assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_IDLE);
			assertThat(failure).hasMessageContaining("silent for 100 ms");
			assertThat(failure.partial().content()).isEqualTo("Hi");
		}
	}

	/**
	 * The exchange and the call end at the same moment: whose words are told is left to
	 * chance. Without the property it would be 10 minutes.
	 */
	@Test
	@Timeout(120)
	void wholeCallMayNotTakeLonger() {
		try (FakeService service = FakeService.silent()) {
			LlmException failure = failure(service, "timeout.total=100ms");
			assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_TOTAL);
			assertThat(failure).message().containsAnyOf("within 100 ms", "the time for the call was up");
		}
	}

	/**
	 * The time of the call is shorter than the usual wait for a connection, so that only
	 * the one that is set can be over first.
	 */
	@Test
	void callsBeyondTheNumberOfConnectionsWaitAndThenFail() {
		try (FakeService service = FakeService.silent()) {
			run(service, (client) -> {
				Disposable first = client.prompt("Hello").mono().subscribe();
				try {
					StepVerifier
						.create(Flux.interval(Duration.ofMillis(5)).filter((tick) -> !service.calls().isEmpty()).next())
						.expectNextCount(1)
						.expectComplete()
						.verify(Duration.ofSeconds(10));
					assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call())
						.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_CONNECT));
				}
				finally {
					first.dispose();
				}
			}, "connections=1", "timeout.connect=500ms", "timeout.total=8s");
		}
	}

	@Test
	void wholeAnswerMayNotBeLarger() {
		try (FakeService service = FakeService.answering()) {
			assertThat(failure(service, "limits.response=100B").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		}
	}

	@Test
	void eventMayNotBeLarger() {
		try (FakeService service = FakeService.streaming(Flux.just(FakeService.PIECE, FakeService.END))) {
			assertThat(streamFailure(service, "limits.event=20B").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		}
	}

	@Test
	void streamMayNotBeLarger() {
		try (FakeService service = FakeService.streaming(Flux.just(FakeService.PIECE, FakeService.PIECE))) {
			assertThat(streamFailure(service, "limits.stream=80B").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		}
	}

	@Test
	void answerMayNotBeNestedDeeper() {
		try (FakeService service = FakeService.answering()) {
			assertThat(failure(service, "limits.depth=2").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		}
	}

	@Test
	void http2IsOfferedOnRequest() {
		for (boolean http2 : new boolean[] { false, true }) {
			try (FakeService service = FakeService
				.answering((server) -> server.protocol(HttpProtocol.H2C, HttpProtocol.HTTP11)
					.httpRequestDecoder((decoder) -> decoder.h2cMaxContentLength(10_000)))) {
				ask(service, new String[] { "type=openai-compatible", "http2=" + http2 });
				assertThat(service.call().headers().contains("x-http2-stream-id")).isEqualTo(http2);
			}
		}
	}

	@Test
	void simulatedDelayAndPaceTakeTime() {
		simulated((client) -> StepVerifier.withVirtualTime(() -> client.prompt("Hello").stream().events())
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(5))
			.expectNoEvent(Duration.ofSeconds(2))
			.expectNext(new ChatEvent.TextDelta("This "))
			.expectNoEvent(Duration.ofSeconds(2))
			.expectNext(new ChatEvent.TextDelta("is "))
			.thenCancel()
			.verify(), "simulated.delay=5s", "simulated.pace=2s");
	}

	@Test
	void simulatedFailureComesEveryTime() {
		simulated(
				(client) -> assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> client.prompt("Hello").call())
					.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.QUOTA_EXHAUSTED)),
				"simulated.fail=quota-exhausted");
	}

	@ParameterizedTest
	@CsvSource({ "simulated.pace=0ms, SERVER_ERROR", "simulated.fail=overloaded, OVERLOADED" })
	void simulatedFailureRateIsTheShareOfCallsThatFail(String property, Reason reason) {
		simulated((client) -> {
			List<Boolean> answered = Stream.generate(() -> {
				try {
					client.prompt("Hello").call();
					return true;
				}
				catch (LlmException ex) {
					assertThat(ex.reason()).isEqualTo(reason);
					return false;
				}
			}).limit(100).toList();
			assertThat(answered.stream().filter((one) -> one).count()).isBetween(10L, 40L);
		}, "simulated.failure-rate=0.75", "retry.max-retries=0", property);
	}

	@Test
	void simulatedFailureRateOfNoneOverridesAReasonToFail() {
		simulated((client) -> assertThat(client.prompt("Hello").content()).contains("Hello"),
				"simulated.fail=overloaded", "simulated.failure-rate=0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0.1", "1.1", "NaN" })
	void simulatedFailureRateThatIsNoShareIsRefused(String rate) {
		this.runner
			.withPropertyValues("llm.providers.x.type=simulated", "llm.providers.x.simulated.failure-rate=" + rate)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.hasMessageContaining("llm.providers.x.simulated.failure-rate")
				.hasMessageContaining("It is not between 0 and 1."));
	}

	@Test
	void entryWithNothingInItIsAProvider() throws IOException {
		Path file = this.directory.resolve("application.yml");
		Files.writeString(file, """
				llm:
				  default-model: simulated
				  providers:
				    simulated:
				    openai: {}
				    groq:
				      model: llama
				      options:
				      headers: {}
				      extra-body: {}
				""");
		this.runner.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("spring.config.location=file:" + file)
			.run((context) -> {
				assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("simulated", "openai",
						"groq");
				assertThat(context.getBean(LlmProperties.class).getProviders()).containsOnlyKeys("simulated", "openai",
						"groq");
			});
	}

	@Test
	void defaultsAreThoseOfTheClient() {
		this.runner.withPropertyValues("llm.providers.openai.model=gpt").run((context) -> {
			ProviderSettings settings = settings(context.getBean(ConfiguredProviders.class));
			ProviderSettings untouched = ProviderSettings.builder("openai", settings.preset()).build();
			assertThat(settings.timeouts()).isEqualTo(Timeouts.DEFAULTS);
			assertThat(settings.limits()).isEqualTo(Limits.DEFAULTS);
			assertThat(settings.maxConnections()).isEqualTo(untouched.maxConnections());
			assertThat(settings.http2()).isEqualTo(untouched.http2());
			assertThat(settings.options()).isEqualTo(untouched.options());
		});
	}

	private static ProviderSettings settings(ConfiguredProviders configured) {
		return ((ConfiguredProvider.Remote) configured.byId().values().iterator().next()).settings();
	}

	private FakeService.Call call(String... properties) {
		try (FakeService service = FakeService.answering()) {
			ask(service, properties);
			return service.call();
		}
	}

	private void ask(FakeService service, String[] properties, String... more) {
		run(service, (client) -> assertThat(client.prompt("Hello").content()).isEqualTo("Hi there"), properties, more);
	}

	private LlmException failure(FakeService service, String... properties) {
		List<LlmException> failures = new ArrayList<>();
		run(service,
				(client) -> client.prompt("Hello")
					.mono()
					.onErrorResume(LlmException.class, (failure) -> Mono.fromRunnable(() -> failures.add(failure)))
					.block(),
				properties);
		return failures.get(0);
	}

	private LlmException streamFailure(FakeService service, String... properties) {
		List<LlmException> failures = new ArrayList<>();
		run(service,
				(client) -> client.prompt("Hello")
					.stream()
					.events()
					.then()
					.onErrorResume(LlmException.class, (failure) -> Mono.fromRunnable(() -> failures.add(failure)))
					.block(),
				properties);
		return failures.get(0);
	}

	private void run(FakeService service, Consumer<ChatClient> test, String... properties) {
		run(service, test, properties, new String[0]);
	}

	private void run(FakeService service, Consumer<ChatClient> test, String[] properties, String[] more) {
		this.runner
			.withPropertyValues("llm.providers.x.type=openai-compatible", "llm.providers.x.model=fake",
					"llm.providers.x.base-url=" + service.url())
			.withPropertyValues(
					Arrays.stream(properties).map((line) -> "llm.providers.x." + line).toArray(String[]::new))
			.withPropertyValues(more)
			.run((context) -> test.accept(context.getBean(ChatClient.class)));
	}

	private void simulated(Consumer<ChatClient> test, String... properties) {
		this.runner.withPropertyValues("llm.providers.x.type=simulated")
			.withPropertyValues(
					Arrays.stream(properties).map((line) -> "llm.providers.x." + line).toArray(String[]::new))
			.run((context) -> test.accept(context.getBean(ChatClient.class)));
	}

}
