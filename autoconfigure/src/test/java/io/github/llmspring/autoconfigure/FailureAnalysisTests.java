package io.github.llmspring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of what a user reads when the application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	private static final String CANARY = "sk-CANARY-4f7a";

	@TempDir
	private Path directory;

	@Test
	void unknownTypeIsNamedWithWhereItStandsAndWhatWasMeant(CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("application.yml");
		Files.writeString(file, """
				llm:
				  providers:
				    claude:
				      type: antropic
				""");
		fail(Application.class, Map.of(), "--spring.config.location=file:" + file);
		assertThat(explanation(output)).contains("APPLICATION FAILED TO START", "Property: llm.providers.claude.type",
				"Value: \"antropic\"", "application.yml]", "4:13", "There is no service of that name.",
				"Did you mean 'anthropic'?", "openai-compatible", "simulated");
	}

	@Test
	void unknownModelOfARouteIsNamedWithWhereItStandsAndWhatWasMeant(CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("application.yml");
		Files.writeString(file, """
				llm:
				  providers:
				    simulated:
				      model: echo
				  routes:
				    smart:
				      models:
				        - simulated
				        - simulatd/echo
				""");
		fail(Application.class, Map.of(), "--spring.config.location=file:" + file);
		assertThat(explanation(output)).contains("APPLICATION FAILED TO START", "Property: llm.routes.smart.models[1]",
				"Value: \"simulatd/echo\"", "application.yml]", "9:11", "No provider is called 'simulatd'.",
				"Did you mean 'simulated'?");
	}

	@Test
	void unknownStrategyOfARoute(CapturedOutput output) {
		fail("--llm.providers.simulated.model=echo", "--llm.routes.smart.models=simulated",
				"--llm.routes.smart.strategy=random");
		assertThat(explanation(output)).contains("Property: llm.routes.smart.strategy", "Value: \"random\"",
				"There is no such value.", "Known are: cheapest, fastest, least-busy, ordered, weighted.");
	}

	@Test
	void idThatIsNoServiceNeedsAType(CapturedOutput output) {
		fail("--llm.providers.opena.api-key=" + CANARY);
		assertThat(explanation(output)).contains("Property: llm.providers.opena.type",
				"the id 'opena' is not the name of a service either", "Did you mean 'openai'?");
	}

	@Test
	void missingAddressIsAskedForByExample(CapturedOutput output) {
		fail("--llm.providers.azure.type=azure-openai", "--llm.providers.azure.api-key=" + CANARY);
		assertThat(explanation(output)).contains("Property: llm.providers.azure.base-url",
				"the type 'azure-openai' has no address of its own", "https://<resource>.openai.azure.com/openai/v1");
	}

	@Test
	void unknownWireFormat(CapturedOutput output) {
		fail("--llm.providers.openai.wire-format=openai-chatt");
		assertThat(explanation(output)).contains("Property: llm.providers.openai.wire-format",
				"Value: \"openai-chatt\"", "Did you mean 'openai-chat'?");
	}

	@Test
	void twoProvidersNeedADefault(CapturedOutput output) {
		fail("--llm.providers.one.type=simulated", "--llm.providers.two.type=simulated");
		assertThat(explanation(output)).contains("Property: llm.default-model", "one, two", "'one/<model>'");
	}

	@Test
	void providerOfTheApplicationBesideAConfiguredOneNeedsADefault(CapturedOutput output) {
		fail(OwnProvider.class, Map.of(), "--llm.providers.one.type=simulated");
		assertThat(explanation(output)).contains("Property: llm.default-model", "mine, one");
	}

	@Test
	void defaultThatNamesNoProvider(CapturedOutput output) {
		fail("--llm.providers.one.type=simulated", "--llm.providers.two.type=simulated",
				"--llm.default-model=twoo/echo");
		assertThat(explanation(output)).contains("Property: llm.default-model", "Value: \"twoo/echo\"",
				"No provider is called 'twoo'.", "Did you mean 'two'? Known are: one, two.");
	}

	@Test
	void defaultOfAServiceThatIsNotConfiguredSaysHowToConfigureIt(CapturedOutput output) {
		fail("--llm.default-model=cohere/command-a");
		assertThat(explanation(output)).contains("Property: llm.default-model", "Value: \"cohere/command-a\"",
				"No provider is called 'cohere': nothing is configured of the service of that name.",
				"Set llm.providers.cohere.api-key, or put the key into the environment variable COHERE_API_KEY and set "
						+ "llm.providers.cohere.model to 'command-a'.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					cohere | Set llm.providers.cohere.api-key, or put
					ollama/qwen3 | It needs no key: set llm.providers.ollama.model to 'qwen3'.
					bedrock/amazon.nova-2 | Set llm.providers.bedrock.base-url to its address, such as https://bedrock-runtime.
					bedrock/amazon.nova-2 | AWS_BEARER_TOKEN_BEDROCK and set llm.providers.bedrock.model to 'amazon.nova-2'. Without a key, the credentials 'aws' count.
					""")
	void everyServiceIsConfiguredInItsOwnWay(String model, String advice, CapturedOutput output) {
		fail("--llm.default-model=" + model);
		assertThat(explanation(output)).contains(advice);
	}

	@Test
	void embeddedProviderMustBeConfiguredToBeTheDefaultBesideAnother(CapturedOutput output) {
		fail("--llm.providers.openai.model=m", "--llm.default-model=simulated/m");
		assertThat(explanation(output)).contains("Set llm.providers.simulated.type to 'simulated'.",
				"Known are: openai.");
	}

	@Test
	void defaultForVectorsOfAServiceThatIsNotConfiguredSaysHowToConfigureIt(CapturedOutput output) {
		fail("--llm.default-embedding-model=voyage");
		assertThat(explanation(output)).contains("Property: llm.default-embedding-model",
				"Set llm.providers.voyage.api-key", "VOYAGE_API_KEY");
	}

	@Test
	void defaultThatNamesAProviderWithoutAModel(CapturedOutput output) {
		fail("--llm.providers.openai.api-key=" + CANARY, "--llm.providers.two.type=simulated",
				"--llm.default-model=openai");
		assertThat(explanation(output)).contains("Property: llm.default-model", "Value: \"openai\"",
				"The provider 'openai' has no model.", "llm.providers.openai.model", "'openai/<model>'");
	}

	@ParameterizedTest
	@CsvSource({ "OpenAi, open-ai", "my_openai, my-openai", "[gpt-4.1], gpt-4-1" })
	void badIdIsAnsweredByAGoodOne(String id, String good, CapturedOutput output) {
		String key = id.startsWith("[") ? "--llm.providers" + id : "--llm.providers." + id;
		fail(key + ".type=simulated");
		assertThat(explanation(output)).contains("is no id of a provider", "Call it '" + good + "'.", "Origin: ");
	}

	@Test
	void dottedIdIsNotDroppedSilently(CapturedOutput output) {
		fail("--llm.providers.gpt4.1.type=openai", "--llm.providers.gpt4.1.api-key=" + CANARY);
		assertThat(explanation(output)).contains("Property: llm.providers.gpt4.1.", "'gpt4.1', holds a dot",
				"Write dashes instead: 'llm.providers.gpt4-1.");
	}

	@ParameterizedTest
	@CsvSource({ "LLM_PROVIDERS_MYOPENAI_APIKEY, api-key, MYOPENAI_APIKEY",
			"LLM_PROVIDERS_MYOPENAI_TIMEOUT_FIRSTTOKEN, timeout.first-token, MYOPENAI_TIMEOUT_FIRSTTOKEN" })
	void ghostOfAnEnvironmentVariableIsExplained(String variable, String property, String shorter,
			CapturedOutput output) {
		fail(Application.class, Map.of(variable, variable.endsWith("KEY") ? CANARY : "1s"),
				"--llm.providers.my-openai.type=openai");
		assertThat(explanation(output)).contains("Property: " + variable, "makes a second provider 'myopenai'",
				"beside 'my-openai'", "llm.providers.my-openai." + property + "=${" + shorter + ":}");
	}

	@ParameterizedTest
	@CsvSource({ "LLM_PROVIDERS_MY_OPENAI_API_KEY, MY_OPENAI_API_KEY",
			"LLM_PROVIDERS_MY_OPENAI_APIKEY, MY_OPENAI_APIKEY" })
	void variableWithUnderscoresForDashesIsNotIgnored(String variable, String shorter, CapturedOutput output) {
		fail(Application.class, Map.of(variable, CANARY), "--llm.providers.my-openai.type=openai");
		assertThat(explanation(output)).contains("Property: " + variable, "does not reach the provider 'my-openai'",
				"llm.providers.my-openai.api-key=${" + shorter + ":}");
	}

	@Test
	void idsThatDifferInDashesOnly(CapturedOutput output) {
		fail("--llm.providers.my-openai.type=simulated", "--llm.providers.myopenai.type=simulated");
		assertThat(explanation(output)).contains("differ in dashes only");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:8000/v1", "ftp://localhost/v1", "http://", "http://local host/v1",
			"http://localhost/v1#here", "http://user:" + CANARY + "@localhost/v1",
			"http://localhost:80:80/v1?key=" + CANARY, "http://a b:" + CANARY + "@localhost/v1",
			"user:" + CANARY + "@localhost/v1", CANARY + "@localhost" })
	void malformedAddress(String url, CapturedOutput output) {
		fail("--llm.providers.vllm.base-url=" + url);
		assertThat(explanation(output)).contains("Property: llm.providers.vllm.base-url", "Value: ",
				"such as http://localhost:8000/v1");
	}

	@ParameterizedTest
	@CsvSource({ "http://gpu-1:8000/v1/chat/completions, http://gpu-1:8000/v1",
			"http://gpu-1:8000/chat/completions/?api-version=1, http://gpu-1:8000",
			"https://api.example.org/v1/messages, https://api.example.org/v1",
			"https://api.example.org/v1/responses, https://api.example.org/v1" })
	void addressThatEndsInAnEndpointIsAnsweredByTheOneBefore(String url, String base, CapturedOutput output) {
		fail("--llm.providers.vllm.base-url=" + url);
		assertThat(explanation(output)).contains("Property: llm.providers.vllm.base-url",
				"which each request adds by itself.", "Set it to " + base + ".");
	}

	@ParameterizedTest
	@CsvSource({
			"azure-openai-dated, https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=1, https://r.openai.azure.com/openai",
			"bedrock-mantle, https://bedrock-mantle.eu.api.aws/openai/v1/responses, https://bedrock-mantle.eu.api.aws",
			"bedrock, https://bedrock-runtime.eu.amazonaws.com/model/m%3A0/converse-stream, https://bedrock-runtime.eu.amazonaws.com",
			"gemini, https://g.example.org/v1beta/models/m:generateContent?key=k, https://g.example.org/v1beta",
			"ollama, http://gpu-1:11434/api/chat, http://gpu-1:11434",
			"ollama, http://gpu-1:11434/v1/chat/completions, http://gpu-1:11434",
			"cohere, https://api.cohere.com/v2/chat, https://api.cohere.com/v2",
			"voyage, https://api.voyageai.com/v1/embeddings, https://api.voyageai.com/v1" })
	void endpointOfEveryServiceIsKnown(String type, String url, String base, CapturedOutput output) {
		fail("--llm.providers." + type + ".base-url=" + url);
		assertThat(explanation(output)).contains("which each request adds by itself.", "Set it to " + base + ".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://gpu-1:8000/messages", "http://gpu-1:8000/v1/", "http://gpu-1:8000/responses/v1" })
	void addressThatEndsInAnotherWordIsKept(String url) {
		run(Application.class, Map.of(), "--llm.providers.vllm.base-url=" + url).close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "proxy:3128", "ftp://proxy:3128", "http://proxy", "user:" + CANARY + "@proxy:3128",
			"http://user:" + CANARY + "@proxy" })
	void malformedProxy(String url, CapturedOutput output) {
		fail("--llm.providers.vllm.proxy=" + url);
		assertThat(explanation(output)).contains("Property: llm.providers.vllm.proxy");
	}

	@ParameterizedTest
	@CsvSource({ "a line break, '\n'", "a line break, '\r'", "a character that is not printable ASCII, \u4e2d",
			"a character that is not printable ASCII, \u2026", "a character that is not printable ASCII, '\u0007'" })
	void keyThatCannotStandInAHeader(String what, String letter, CapturedOutput output) {
		fail("--llm.providers.openai.api-key=" + CANARY + letter + "more");
		assertThat(explanation(output)).contains("Property: llm.providers.openai.api-key",
				"It holds " + what + " at position " + (CANARY.length() + 1) + ".");
	}

	@Test
	void keyOfAnEnvironmentVariableIsCheckedToo(CapturedOutput output) {
		fail(Application.class, Map.of("OPENAI_API_KEY", CANARY + "\nmore"), "--llm.providers.openai.model=gpt");
		assertThat(explanation(output)).contains("Property: OPENAI_API_KEY", "It holds a line break");
	}

	@Test
	void headerWithALineBreak(CapturedOutput output) {
		fail("--llm.providers.openai.headers.X-Team=" + CANARY + "\nX-Other: 1");
		assertThat(explanation(output)).contains("Property: llm.providers.openai.headers.X-Team",
				"It holds a line break");
	}

	@Test
	void credentialsWithoutTheirLibraryNameTheDependency(CapturedOutput output) {
		fail("--llm.providers.azure-openai.base-url=http://127.0.0.1:1/openai/v1",
				"--llm.providers.azure-openai.model=gpt", "--llm.providers.azure-openai.credentials=azure");
		assertThat(explanation(output)).contains("Property: llm.providers.azure-openai.credentials", "Value: \"azure\"",
				"Its library is not on the classpath.", "Add the dependency com.azure:azure-identity.",
				"commandLineArgs");
	}

	@Test
	void placeholderWithoutValueIsNoHeader(CapturedOutput output) {
		fail("--llm.providers.openai.headers.Authorization=Bearer ${NO_SUCH_KEY}");
		assertThat(explanation(output)).contains("Property: llm.providers.openai.headers.Authorization",
				"It refers to '${NO_SUCH_KEY}', which has no value.");
	}

	@Test
	void nameThatNoHeaderCanHave(CapturedOutput output) {
		fail("--llm.providers.openai.headers[X Team]=search");
		assertThat(explanation(output)).contains("Property: llm.providers.openai.headers", "'X Team'");
	}

	@Test
	void placeholderWithoutValueIsNoKey(CapturedOutput output) {
		fail("--llm.providers.openai.api-key=${NO_SUCH_KEY}");
		assertThat(explanation(output)).contains("Property: llm.providers.openai.api-key",
				"It refers to '${NO_SUCH_KEY}', which has no value.", "'${NO_SUCH_KEY:}'");
	}

	@ParameterizedTest
	@CsvSource({ "llm.providers.openai.api-kye, 'api-key'", "llm.providers.openai.apikeyfil, 'api-key-file'",
			"llm.providers.openai.temperature, 'options.temperature'",
			"llm.providers.openai.tempratur, 'options.temperature'",
			"llm.providers.openai.options.temprature, 'temperature'",
			"llm.providers.openai.timeouts.connect, 'timeout'", "llm.provider.openai.api-key, 'providers'",
			"llm.default-modle, 'default-model'", "llm.tools.max-turn, 'max-turns'",
			"llm.tools.timeout.totals, 'total'", "llm.max-turns, 'tools.max-turns'" })
	void unknownPropertyIsAnsweredByAKnownOne(String property, String meant, CapturedOutput output) {
		fail("--llm.providers.openai.model=gpt", "--" + property + "=" + CANARY);
		assertThat(explanation(output))
			.contains("Property: " + property, "no such property", "Did you mean '" + meant + "'")
			.contains("commandLineArgs");
	}

	@Test
	void serverOfOnesOwnNeedsAType(CapturedOutput output) {
		fail("--llm.providers.my-server.base-url=http://127.0.0.1:1/v1", "--llm.providers.my-server.model=qwen3");
		assertThat(explanation(output)).contains("Property: llm.providers.my-server.type",
				"Set it to 'openai-compatible' where the server takes chat completions as OpenAI does");
	}

	@Test
	void misspeltServiceWithAnAddressIsNoServerOfOnesOwn(CapturedOutput output) {
		fail("--llm.providers.opena.base-url=http://127.0.0.1:1/v1");
		assertThat(explanation(output)).contains("Did you mean 'openai'?").doesNotContain("Set it to");
	}

	@Test
	void providerOutsideOfTheProvidersIsFound(CapturedOutput output) {
		fail("--llm.my-server.base-url=http://127.0.0.1:1/v1");
		assertThat(explanation(output)).contains("Property: llm.my-server.base-url", "There is no such property.",
				"Did you mean 'llm.providers.my-server.base-url'? Providers stand under 'llm.providers'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "api-key", "model", "base-url" })
	void providerWithoutAnIdIsAskedForIt(String property, CapturedOutput output) {
		fail("--llm.providers." + property + "=" + CANARY);
		assertThat(explanation(output)).contains("Property: llm.providers." + property,
				"The id of the provider is missing.", "such as 'llm.providers.openai." + property + "'");
	}

	@Test
	void listOfProvidersIsNoConfiguration(CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("application.yml");
		Files.writeString(file, """
				llm:
				  providers:
				    - openai:
				        api-key: %s
				""".formatted(CANARY));
		fail(Application.class, Map.of(), "--spring.config.location=file:" + file);
		assertThat(explanation(output)).contains("Property: llm.providers[0].openai.api-key", "4:18",
				"Providers are no list", "without a dash");
	}

	@Test
	void unknownVariableOfTheEnvironmentMayBelongToAnother() {
		run(Application.class, Map.of("LLM_PROVIDERS_OPENAI_NONSENSE", "x", "LLM_NONSENSE", "y"),
				"--llm.providers.openai.model=gpt")
			.close();
	}

	@Test
	void behaviourOfTheEmbeddedProviderOnAnotherType(CapturedOutput output) {
		fail("--llm.providers.openai.simulated.pace=1s");
		assertThat(explanation(output)).contains("Property: llm.providers.openai.simulated",
				"The type 'openai' is a real service", "commandLineArgs");
	}

	@Test
	void unknownSslBundle(CapturedOutput output) {
		fail("--llm.providers.vllm.ssl.bundle=internl", "--spring.ssl.bundle.pem.internal.truststore.certificate=");
		assertThat(explanation(output)).contains("Property: llm.providers.vllm.ssl.bundle", "Value: \"internl\"",
				"spring.ssl.bundle", "Did you mean 'internal'?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeout.connect=0s", "timeout.first-token=-1s", "timeout.idle=0s", "timeout.total=0ms",
			"limits.response=0B", "limits.response=5GB", "limits.event=-1B", "limits.stream=0B", "limits.depth=0",
			"connections=0", "timeout.total=9223372036854775807s" })
	void boundThatLetsNothingThrough(String property, CapturedOutput output) {
		fail("--llm.providers.vllm." + property);
		assertThat(explanation(output)).contains("Property: llm.providers.vllm." + property.split("=")[0],
				"Set it to a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-turns=0", "max-calls=-1", "max-calls-per-turn=0", "max-arguments=0", "parallel=0",
			"timeout.call=0s", "timeout.total=-1s", "timeout.call=9223372036854775807s" })
	void boundThatLetsNoToolRun(String property, CapturedOutput output) {
		fail("--llm.tools." + property);
		assertThat(explanation(output)).contains("Property: llm.tools." + property.split("=")[0], "Set it to a",
				"commandLineArgs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "llm.providers.openai", "llm.providers", "llm", "llm.providers.openai.options",
			"llm.providers.openai.api-key[0]", "llm.providers.openai.api-key.value", "llm.providers.openai.headers",
			"llm.providers.openai.extra-body" })
	void secretInTheWrongPlaceIsNotShown(String property, CapturedOutput output) {
		fail("--llm.providers.openai.model=gpt", "--" + property + "=" + CANARY);
		assertThat(explanation(output)).contains("Property: " + property);
	}

	@Test
	void valueOfAnotherKindIsShown(CapturedOutput output) {
		fail("--llm.providers.sim.type=simulated", "--llm.providers.sim.simulated.fail=nonsense");
		assertThat(explanation(output)).contains("Property: llm.providers.sim.simulated.fail", "Value: \"nonsense\"",
				"rate-limited");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			llm.providers.openai.timeout.total | 2 minutes | It is no time. | such as 500ms, 30s or 2m.
			llm.providers.openai.limits.event | big | It is no size. | such as 512KB or 10MB.
			llm.providers.openai.connections | many | It is no whole number | such as 3.
			llm.providers.openai.retry.max-retries | 2.5 | It is no whole number | such as 3.
			llm.providers.openai.options.temperature | hot | It is no number. | such as 2 or 0.5.
			llm.providers.openai.http2 | maybe | It is neither true nor false. | Set it to true or false.
			llm.routes.smart.weights | 1,lots | It is no whole number | such as 3.
			llm.discovery.ports.ollama | x | It is no whole number | such as 3.
			llm.budgets.all.limit | 5$ | It is no number. | such as 2 or 0.5.
			llm.budgets.all.period | fortnight | There is no such value. | Known are: day, hour, month, week.
			llm.budgets.all.period | daily | There is no such value. | Known are: day, hour, month, week.
			llm.budgets.all.period | mont | There is no such value. | Did you mean 'month'?
			llm.catalog.models[openai/gpt].price.input | cheap | It is no number. | such as 2 or 0.5.
			""")
	void valueOfAnotherKindIsAnsweredByWhatCanStandThere(String property, String value, String problem, String advice,
			CapturedOutput output) {
		fail("--llm.providers.openai.model=gpt", "--" + property + "=" + value);
		assertThat(explanation(output)).contains("Property: " + property, problem, advice, "commandLineArgs")
			.doesNotContain("java.", "io.github", "group of properties");
	}

	@Test
	void valueOfAnotherKindIsShownAsItIsAfterPlaceholders(CapturedOutput output) {
		fail("--llm.providers.openai.timeout.total=${patience}", "--patience=soon");
		assertThat(explanation(output)).contains("Value: \"soon\"", "It is no time.");
	}

	@Test
	void placeholderWithoutValueIsNoTime(CapturedOutput output) {
		fail("--llm.providers.openai.timeout.total=${PATIENCE}");
		assertThat(explanation(output)).contains("It refers to '${PATIENCE}', which has no value.", "'${PATIENCE:}'");
	}

	private static void fail(String... arguments) {
		fail(Application.class, Map.of(), arguments);
	}

	private static void fail(Class<?> application, Map<String, Object> variables, String... arguments) {
		assertThatException().isThrownBy(() -> run(application, variables, arguments).close())
			.satisfies(FailureAnalysisTests::holdsNoSecret);
	}

	private static org.springframework.context.ConfigurableApplicationContext run(Class<?> application,
			Map<String, Object> variables, String... arguments) {
		SpringApplication spring = new SpringApplication(application);
		spring.setWebApplicationType(WebApplicationType.NONE);
		spring.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables)));
		return spring.run(arguments);
	}

	private static void holdsNoSecret(Throwable failure) {
		for (Throwable current = failure; current != null; current = current.getCause()) {
			assertThat(current.toString()).doesNotContain(CANARY);
		}
	}

	/**
	 * What was printed: never a secret, never a stack trace.
	 */
	private static String explanation(CapturedOutput output) {
		assertThat(output.getAll()).doesNotContain(CANARY).doesNotContain("\tat ");
		return output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ LlmAutoConfiguration.class, SslAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LlmAutoConfiguration.class)
	static class OwnProvider {

		@Bean
		ChatProvider mine() {
			return (request) -> Flux.just(new ChatEvent.Completed(ChatResponse.builder().build()));
		}

	}

}
