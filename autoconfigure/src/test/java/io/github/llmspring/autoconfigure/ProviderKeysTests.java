package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.Secret;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of keys in files and of several keys.
 */
class ProviderKeysTests {

	private static final String CANARY = "sk-CANARY-4f7a";

	@TempDir
	private Path directory;

	@Test
	void keyIsReadFromItsFile() throws IOException {
		Path file = Files.writeString(this.directory.resolve("key"), "sk-of-the-file\n");
		try (FakeService service = FakeService.answering()) {
			run(service, (client) -> client.prompt("Hello").call(), "api-key-file=" + file);
			assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer sk-of-the-file");
		}
	}

	@Test
	void applicationStartsWithoutTheFileAndACallTellsOfIt() {
		Path file = this.directory.resolve("none");
		try (FakeService service = FakeService.answering()) {
			run(service,
					(client) -> assertThatFails(() -> client.prompt("Hello").call()).withMessage(
							"own/qwen: no api key: the file %s is missing. Create the file, or correct api-key-file.",
							file),
					"api-key-file=" + file);
		}
	}

	@Test
	void severalKeysShareTheRequestsByWeight() {
		try (FakeService service = FakeService.answering()) {
			run(service, (client) -> {
				for (int i = 0; i < 8; i++) {
					client.prompt("Hello").call();
				}
			}, "api-keys=sk-one,sk-two", "api-key-weights=3,1");
			assertThat(service.calls()).extracting((call) -> call.headers().get("Authorization"))
				.containsExactly("Bearer sk-one", "Bearer sk-one", "Bearer sk-two", "Bearer sk-one", "Bearer sk-one",
						"Bearer sk-one", "Bearer sk-two", "Bearer sk-one");
		}
	}

	@Test
	void blankKeyAmongSeveralIsAbsent() {
		try (FakeService service = FakeService.answering()) {
			run(service, (client) -> {
				client.prompt("Hello").call();
				client.prompt("Hello").call();
			}, "api-keys[0]=sk-one", "api-keys[1]=${NO_SUCH_KEY:}");
			assertThat(service.calls()).extracting((call) -> call.headers().get("Authorization"))
				.containsExactly("Bearer sk-one", "Bearer sk-one");
		}
	}

	@Test
	void severalKeysAreSecrets() {
		runner("api-keys=" + CANARY + ",sk-two")
			.run((context) -> assertThat(context.getBean(ConfiguredProviders.class).secrets())
				.contains(Secret.of(CANARY), Secret.of("sk-two")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"api-key=sk-CANARY-4f7a;api-keys=sk-CANARY-4f7a | api-keys | 'api-key' is set too, and only one of them can count.",
			"api-key=sk-CANARY-4f7a;api-key-file=x | api-key-file | 'api-key' is set too, and only one of them can count.",
			"api-keys=sk-CANARY-4f7a;api-key-file=x | api-key-file | 'api-keys' is set too, and only one of them can count.",
			"api-keys=sk-CANARY-4f7a;api-key-weights=1,2 | api-key-weights | It has 2 values for 1 keys in 'api-keys'.",
			"api-keys=sk-CANARY-4f7a;api-key-weights=0 | api-key-weights[0] | It is not above 0.",
			"api-keys=sk-CANARY-4f7aé | api-keys[0] | It holds a character that is not printable ASCII at position 15." })
	void contradictionsEndTheStart(String properties, String property, String problem) {
		runner(properties.split(";")).run((context) -> assertThat(context).getFailure()
			.isInstanceOfSatisfying(InvalidLlmConfigurationException.class, (failure) -> {
				assertThat(failure.property()).isEqualTo("llm.providers.own." + property);
				assertThat(failure.problem()).isEqualTo(problem);
				assertThat(failure).hasMessageNotContaining(CANARY);
			}));
	}

	private static ThrowableAssertAlternative<LlmException> assertThatFails(ThrowingCallable call) {
		return assertThatExceptionOfType(LlmException.class).isThrownBy(call);
	}

	private static ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
			.withPropertyValues("llm.providers.own.type=openai-compatible",
					"llm.providers.own.base-url=http://127.0.0.1:1/v1", "llm.providers.own.model=qwen")
			.withPropertyValues(Arrays.stream(properties)
				.map((property) -> "llm.providers.own." + property)
				.toArray(String[]::new));
	}

	private static void run(FakeService service, Consumer<ChatClient> use, String... properties) {
		runner(properties).withPropertyValues("llm.providers.own.base-url=" + service.url())
			.run((context) -> use.accept(context.getBean(ChatClient.class)));
	}

}
