package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.netty.ChannelBindException;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.context.reactive.StandardReactiveWebEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.context.support.StandardServletEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that servers of this machine become providers.
 */
@ExtendWith(OutputCaptureExtension.class)
class DiscoveryTests {

	private static final Map<String, Map<String, String>> SERVERS = Map.of("ollama", LocalServers.OLLAMA, "vllm",
			LocalServers.VLLM, "llama-cpp", LocalServers.LLAMA_CPP, "lm-studio", LocalServers.LM_STUDIO);

	/**
	 * Looks for nothing that the machine may really have; the timeout is generous, as the
	 * machine may be slow.
	 */
	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
		.withPropertyValues("llm.discovery.enabled=true", "llm.discovery.timeout=20s", "llm.discovery.ports.ollama=0",
				"llm.discovery.ports.lm-studio=0", "llm.discovery.ports.llama-cpp=0", "llm.discovery.ports.vllm=0");

	private ApplicationContextRunner at(String service, LocalServers server) {
		return this.runner.withPropertyValues("llm.discovery.ports." + service + "=" + server.port());
	}

	@ParameterizedTest
	@CsvSource({ "ollama, qwen3:4b", "vllm, Qwen/Qwen3-8B", "llama-cpp, gemma.gguf", "lm-studio, phi-4" })
	void serverThatAnswersBecomesTheProviderOfItsName(String service, String model, CapturedOutput output) {
		try (LocalServers server = LocalServers.answering(SERVERS.get(service))) {
			at(service, server).run((context) -> {
				ModelRouter router = context.getBean(ModelRouter.class);
				assertThat(router.entries()).containsOnlyKeys(service);
				assertThat(router.resolve(null)).hasToString(service + "/" + model);
				assertThat(context.getBean(ChatProvider.class)).isNotNull();
				assertThat(output).containsOnlyOnce("Found on this machine: " + service + " at http://127.0.0.1:"
						+ server.port() + (service.equals("ollama") ? "" : "/v1") + " with model " + model
						+ (service.equals("ollama") ? " and nomic-embed-text:latest for vectors"
								: service.equals("lm-studio") ? " and bge-m3 for vectors" : ""));
				assertThat(output).doesNotContain("No provider is configured");
			});
			assertThat(server.asked()).isNotEmpty().allMatch((call) -> call.startsWith("GET "));
		}
	}

	@Test
	void foundServerAnswers() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server)
				.run((context) -> assertThat(context.getBean(ChatClient.class).prompt("Hello").content())
					.isEqualTo("Hi there"));
		}
	}

	@Test
	void foundServerMakesVectors() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server).run((context) -> {
				EmbeddingResponse response = context.getBean(EmbeddingClient.class).embed("text");
				assertThat(response.vector()).containsExactly(1, 2);
				assertThat(response.provider()).isEqualTo("ollama");
				assertThat(context.getBean(EmbeddingRouter.class).entries().get("ollama").model())
					.isEqualTo("nomic-embed-text:latest");
			});
		}
	}

	@Test
	void modelOfAFamilyThatWritesNothingIsForVectors() {
		try (LocalServers server = LocalServers
			.answering(Map.of("/api/version", "{\"version\":\"0.12.6\"}", "/api/tags", """
					{"models":[{"name":"all-minilm:latest","details":{"family":"bert"}},
					{"name":"qwen3:4b","details":{"family":"qwen3"}}]}"""))) {
			at("ollama", server).run((context) -> {
				assertThat(context.getBean(ModelRouter.class).entries().get("ollama").model()).isEqualTo("qwen3:4b");
				assertThat(context.getBean(EmbeddingRouter.class).entries().get("ollama").model())
					.isEqualTo("all-minilm:latest");
			});
		}
	}

	@Test
	void configuredProviderStaysTheDefaultForVectors() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server).withPropertyValues("llm.providers.sim.type=simulated")
				.run((context) -> assertThat(context.getBean(EmbeddingClient.class).embed("text").provider())
					.isEqualTo("sim"));
		}
	}

	@Test
	void serverOfTheOtherLoopbackAddressIsFoundToo(CapturedOutput output) {
		try (LocalServers server = onlySixth(LocalServers.OLLAMA)) {
			at("ollama", server).run((context) -> {
				assertThat(output).contains("Found on this machine: ollama at http://[::1]:" + server.port());
				assertThat(context.getBean(ChatClient.class).prompt("Hello").content()).isEqualTo("Hi there");
			});
		}
	}

	private static LocalServers onlySixth(Map<String, String> answers) {
		try {
			return LocalServers.answeringAt("::1", answers);
		}
		catch (ChannelBindException ex) {
			return Assumptions.abort("this machine has no IPv6");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bad\nkey", "sk-of-the-cloud" })
	void foundServerGetsNoKeyOfTheEnvironment(String key) {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server).withPropertyValues("OLLAMA_API_KEY=" + key)
				.run((context) -> assertThat(context.getBean(ChatClient.class).prompt("Hello").content())
					.isEqualTo("Hi there"));
			assertThat(server.keys()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "8080, web, '', '', true", "8080, reactive, '', '', true", "8080, none, '', '', false",
			"8080, web, server.port, '', true", "8080, web, server.port, 8080, true",
			"8080, none, server.port, 8080, true", "8080, web, server.port, 0, false",
			"8080, web, server.port, -1, false", "8080, web, server.port, 9000, false",
			"8080, web, management.server.port, 9000, true", "9000, web, management.server.port, 9000, true",
			"9000, none, management.server.port, 9000, true", "8081, web, '', '', false",
			"9000, web, local.server.port, 9000, true", "9000, web, local.management.port, 9000, true",
			"8080, web, spring.main.web-application-type, none, false" })
	void portIsOursWhereTheApplicationListens(int port, String kind, String property, String value, boolean ours) {
		ConfigurableEnvironment environment = switch (kind) {
			case "web" -> new StandardServletEnvironment();
			case "reactive" -> new StandardReactiveWebEnvironment();
			default -> new StandardEnvironment();
		};
		environment.getPropertySources()
			.stream()
			.map(PropertySource::getName)
			.toList()
			.forEach(environment.getPropertySources()::remove);
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(property, value)));
		Discovery discovery = new Discovery(environment, new PropertyTexts(ConfigurationOrigins.of(environment)),
				new DiscoveryProperties());
		assertThat(discovery.isOurs(port)).isEqualTo(ours);
	}

	@ParameterizedTest
	@CsvSource({ "ollama, vllm", "vllm, lm-studio", "lm-studio, llama-cpp", "llama-cpp, ollama", "lm-studio, vllm",
			"llama-cpp, vllm" })
	void serverIsNotTakenForAnother(String is, String looksFor) {
		try (LocalServers server = LocalServers.answering(SERVERS.get(is))) {
			at(looksFor, server).run((context) -> assertThat(context.getBean(ModelRouter.class).entries())
				.containsOnlyKeys("simulated"));
			assertThat(server.asked()).isNotEmpty();
		}
	}

	@Test
	void nothingIsAskedUnlessEnabled() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server).withPropertyValues("llm.discovery.enabled=false")
				.run((context) -> assertThat(context.getBean(ModelRouter.class).entries())
					.containsOnlyKeys("simulated"));
			assertThat(server.asked()).isEmpty();
		}
	}

	@Test
	void configuredProviderOfTheNameIsLeftAlone() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server).withPropertyValues("llm.providers.ollama.model=own").run((context) -> {
				assertThat(context.getBean(ModelRouter.class).resolve(null)).hasToString("ollama/own");
				assertThat(server.asked()).isEmpty();
			});
		}
	}

	@Test
	void configuredProviderStaysTheDefault() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server)
				.withPropertyValues("llm.providers.sim.type=simulated", "llm.providers.sim.model=parrot")
				.run((context) -> {
					assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("sim", "ollama");
					assertThat(context.getBean(ModelRouter.class).resolve(null)).hasToString("sim/parrot");
					assertThat(context.getBean(ChatProvider.class))
						.isSameAs(context.getBean("llm.provider.sim.chatProvider"));
				});
		}
	}

	@Test
	void defaultModelMayStillBeAModelOfTheOnlyConfiguredProvider() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server).withPropertyValues("llm.providers.sim.type=simulated", "llm.default-model=parrot")
				.run((context) -> assertThat(context.getBean(ModelRouter.class).resolve(null))
					.hasToString("sim/parrot"));
		}
	}

	@Test
	void providerOfTheApplicationStaysTheDefault() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			at("ollama", server)
				.withBean("own", ChatProvider.class, () -> (request) -> Flux.just(new ChatEvent.TextDelta("own")))
				.run((context) -> assertThat(context.getBean(ModelRouter.class).defaultModel()).isEqualTo("own"));
		}
	}

	@Test
	void firstOfSeveralAnswersAndAllCanBeNamed() {
		try (LocalServers ollama = LocalServers.answering(LocalServers.OLLAMA);
				LocalServers vllm = LocalServers.answering(LocalServers.VLLM)) {
			at("ollama", ollama).withPropertyValues("llm.discovery.ports.vllm=" + vllm.port()).run((context) -> {
				ModelRouter router = context.getBean(ModelRouter.class);
				assertThat(router.resolve(null)).hasToString("vllm/Qwen/Qwen3-8B");
				assertThat(router.resolve("ollama")).hasToString("ollama/qwen3:4b");
			});
		}
	}

	@Test
	void serverWithoutAModelIsFoundAndACallSaysWhatIsMissing() {
		try (LocalServers server = LocalServers.answering(Map.of("/api/version", "{\"version\":\"0.12.6\"}"))) {
			at("ollama", server).run((context) -> {
				assertThat(context.getBean(ModelRouter.class).entries().get("ollama").model()).isNull();
				assertThat(context.getBean(ChatClient.class).withModel("ollama/any").prompt("Hello").content())
					.isEqualTo("Hi there");
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "${HOME}", "a\\nb", "" })
	void modelNameThatMeansSomethingElseIsNoModel(String name) {
		try (LocalServers server = LocalServers.answering(Map.of("/api/version", "{\"version\":\"0.12.6\"}",
				"/api/tags", "{\"models\":[{\"name\":\"" + name + "\"}]}"))) {
			at("ollama", server)
				.run((context) -> assertThat(context.getBean(ModelRouter.class).entries().get("ollama").model())
					.isNull());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no json", "[]", "{\"version\":", "<html></html>" })
	void whateverElseAnswersIsNotFound(String answer) {
		try (LocalServers server = LocalServers.answering(Map.of("/api/version", answer))) {
			at("ollama", server).run((context) -> assertThat(context.getBean(ModelRouter.class).entries())
				.containsOnlyKeys("simulated"));
		}
	}

	@Test
	void silentServerDoesNotHoldUpTheStart(CapturedOutput output) {
		try (LocalServers server = LocalServers.silentAt("/api/version")) {
			long begin = System.nanoTime();
			at("ollama", server).withPropertyValues("llm.discovery.timeout=100ms")
				.run((context) -> assertThat(context.getBean(ModelRouter.class).entries())
					.containsOnlyKeys("simulated"));
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
			assertThat(output).contains("looked for ollama on port " + server.port());
		}
	}

	/**
	 * The usual time is over by then.
	 */
	@Test
	void serverMayTakeAsLongAsTheTimeout() {
		try (LocalServers server = LocalServers.answeringAfter(Duration.ofSeconds(1), LocalServers.OLLAMA)) {
			at("ollama", server)
				.run((context) -> assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("ollama"));
		}
	}

	@Test
	void closedPortIsNotFound() {
		LocalServers server = LocalServers.answering(LocalServers.OLLAMA);
		server.close();
		at("ollama", server)
			.run((context) -> assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("simulated"));
	}

	@Test
	void ownPortIsNeverAsked() {
		try (LocalServers server = LocalServers.answering(LocalServers.LLAMA_CPP)) {
			for (String property : new String[] { "server.port", "management.server.port" }) {
				at("llama-cpp", server).withPropertyValues(property + "=" + server.port())
					.run((context) -> assertThat(context.getBean(ModelRouter.class).entries())
						.containsOnlyKeys("simulated"));
			}
			assertThat(server.asked()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ports.olama=1 | Did you mean 'ollama'?
			ports.openai=1 | No such server can be looked for
			ports.ollama=70000 | It is no port
			timeout=0ms | It is no time to look in
			""")
	void wrongSettingIsExplained(String property, String message) {
		this.runner.withPropertyValues("llm.discovery." + property)
			.run((context) -> assertThat(context.getStartupFailure())
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.hasMessageContaining(message));
	}

}
