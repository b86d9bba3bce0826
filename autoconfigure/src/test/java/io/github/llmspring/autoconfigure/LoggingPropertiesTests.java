package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.logging.CallLogging;
import io.github.llmspring.redaction.Redactor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what an application logs of its calls, with the formats of Spring Boot.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoggingPropertiesTests {

	private static final String KEY = "CANARY4f7aCANARY";

	private static final String PROMPT = "the canary prompt";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmLoggingAutoConfiguration.class));

	@AfterEach
	void plainLogAgain() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		LoggingSystem system = LoggingSystem.get(getClass().getClassLoader());
		system.cleanUp();
		system.beforeInitialize();
		system.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
	}

	private static void run(Consumer<ConfigurableApplicationContext> test, String... properties) {
		LoggingSystem.get(LoggingPropertiesTests.class.getClassLoader()).cleanUp();
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off",
				"--llm.providers.sim.type=simulated", "--llm.providers.openai.api-key=" + KEY,
				"--llm.providers.openai.base-url=http://127.0.0.1:1/v1", "--llm.providers.openai.model=gpt",
				"--llm.providers.openai.retry.max-retries=0", "--llm.default-model=sim"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		try (ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new))) {
			test.accept(context);
		}
	}

	private static void ask(ConfigurableApplicationContext context) {
		ChatClient client = context.getBean("llmChatClient", ChatClient.class);
		client.prompt(PROMPT + " " + KEY).tag("job", "nightly").call();
		client.prompt(PROMPT + " " + KEY).stream().events().take(1).blockLast();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> client.prompt(PROMPT + " " + KEY).model("openai").call());
		context.getBean("llmEmbeddingClient", EmbeddingClient.class).withModel("sim").embed(PROMPT + " " + KEY);
	}

	private static List<Map<String, Object>> entries(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.startsWith("{") && line.contains(CallLogging.LOGGER))
			.map((line) -> JSON.readValue(line, new TypeReference<Map<String, Object>>() {
			}))
			.toList();
	}

	/**
	 * Field of an entry, be its name nested or not.
	 */
	private static Object field(Map<String, Object> entry, String name) {
		if (entry.containsKey(name)) {
			return entry.get(name);
		}
		Object at = entry;
		for (String part : name.split("\\.")) {
			at = (at instanceof Map<?, ?> map) ? map.get(part) : null;
		}
		return at;
	}

	@ParameterizedTest
	@ValueSource(strings = { "ecs", "logstash", "gelf" })
	void structuredLogsCarryTheFields(String format, CapturedOutput output) {
		run(LoggingPropertiesTests::ask, "llm.logging.enabled=true", "logging.structured.format.console=" + format);
		List<Map<String, Object>> entries = entries(output);
		assertThat(entries).hasSize(4);
		String prefix = format.equals("gelf") ? "_" : "";
		assertThat(entries).extracting((entry) -> field(entry, prefix + "llm.outcome"))
			.containsExactly("answered", "cancelled", "failed", "answered");
		assertThat(field(entries.get(0), prefix + "llm.provider.id")).isEqualTo("sim");
		assertThat(field(entries.get(0), prefix + "gen_ai.usage.output_tokens")).isInstanceOf(Integer.class);
		assertThat(Objects.toString(field(entries.get(0), prefix + "llm.tags"))).contains("job").contains("nightly");
		assertThat(field(entries.get(2), prefix + "error.type")).isEqualTo("connection");
		assertThat(field(entries.get(3), prefix + "gen_ai.operation.name")).isEqualTo("embeddings");
		assertThat(output).doesNotContain(KEY).doesNotContain(PROMPT);
	}

	@Test
	void plainLogHasOneLineForEachCall(CapturedOutput output) {
		run(LoggingPropertiesTests::ask, "llm.logging.enabled=true");
		assertThat(output.getOut().lines().filter((line) -> line.contains("Call of "))).hasSize(4)
			.anySatisfy(
					(line) -> assertThat(line).containsPattern("INFO .* : Call of the default model: sim/\\S+ answered "
							+ "\\(stop\\) after \\d+ ms, \\d+ tokens in, \\d+ tokens out"))
			.anySatisfy((line) -> assertThat(line).contains("Call of openai: openai/gpt failed (connection)"));
		assertThat(output).doesNotContain(KEY).doesNotContain(PROMPT);
	}

	@Test
	void contentIsLoggedOnlyWhereItIsWantedAndThatIsSaid(CapturedOutput output) {
		run(LoggingPropertiesTests::ask, "llm.logging.enabled=true", "llm.logging.content=true",
				"logging.structured.format.console=ecs");
		assertThat(output).contains("Prompts and answers are logged, since llm.logging.content is true.")
			.contains(PROMPT + " ******")
			.doesNotContain(KEY);
		assertThat(field(entries(output).get(0), "gen_ai.input.messages")).isEqualTo("user: " + PROMPT + " ******");
	}

	@Test
	void callsAreLoggedOnlyWhereThatIsWanted(CapturedOutput output) {
		run(LoggingPropertiesTests::ask);
		run(LoggingPropertiesTests::ask, "llm.logging.content=true");
		assertThat(output).doesNotContain("Call of ").doesNotContain(PROMPT);
		this.runner
			.run((context) -> assertThat(context).doesNotHaveBean(CallLogging.class).hasSingleBean(Redactor.class));
	}

	@Test
	void redactionKeepsToItsProperties() {
		this.runner
			.withPropertyValues("llm.redaction.max-length=12", "llm.redaction.patterns=EMP-\\d+",
					"llm.providers.openai.api-key=" + KEY)
			.run((context) -> {
				Redactor redactor = context.getBean(Redactor.class);
				assertThat(redactor.redact("by EMP-123")).isEqualTo("by ******");
				assertThat(redactor.redact(KEY)).isEqualTo("******");
				assertThat(redactor.redact("a longer text")).isEqualTo("a longer tex... [of 13 characters]");
			});
		Redactor own = Redactor.builder().build();
		this.runner.withBean(Redactor.class, () -> own)
			.withPropertyValues("llm.logging.enabled=true")
			.run((context) -> assertThat(context.getBean(CallLogging.class).redactor()).isSameAs(own));
	}

	@Test
	void keysAreTakenOutOfCallsThatEndAfterTheApplication() {
		List<Redactor> redactors = new ArrayList<>();
		this.runner.withPropertyValues("llm.providers.openai.api-key=" + KEY)
			.run((context) -> redactors.add(context.getBean(Redactor.class)));
		assertThat(redactors.get(0).redact(KEY)).isEqualTo("******");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			llm.redaction.patterns=EMP-(; llm.redaction.patterns; It is no regular expression: Unclosed group
			llm.redaction.patterns=a*; llm.redaction.patterns; It matches where nothing is
			llm.redaction.max-length=0; llm.redaction.max-length; It is not above 0.
			llm.redaction.max-lenght=5; llm.redaction.max-lenght; Did you mean 'max-length'?
			llm.logging.contents=true; llm.logging.contents; Did you mean 'content'?
			""")
	void whatMakesNoSenseIsRefused(String property, String name, String problem) {
		this.runner.withPropertyValues(property.strip())
			.run((context) -> assertThat(context.getStartupFailure()).isNotNull()
				.extracting(NestedExceptionUtils::getMostSpecificCause)
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.asString()
				.contains("'" + name + "'")
				.contains(problem));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
