package io.github.llmspring.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.tools.Tool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application without the optional libraries that tools need: it starts and
 * talks to models, and whoever uses a tool reads which library to add.
 */
class WithoutSchemaLibrariesTests {

	@ParameterizedTest
	@CsvSource({ "com.github.victools, annotated, com.github.victools:jsonschema-generator",
			"com.networknt, given, com.networknt:json-schema-validator" })
	void toolNamesTheLibraryThatIsMissing(String missing, String method, String library) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader known = thread.getContextClassLoader();
		try (OwnClasses without = new OwnClasses(missing)) {
			thread.setContextClassLoader(without);
			Class<?> application = Class.forName(Application.class.getName(), true, without);
			String failure = (String) application.getDeclaredMethod(method).invoke(null);
			assertThat(failure).contains("needs a library that is not on the classpath: add " + library)
				.contains("or use the starter");
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError(ex.getTargetException());
		}
		finally {
			thread.setContextClassLoader(known);
		}
	}

	/**
	 * The application, whose classes are defined anew.
	 */
	public static final class Application {

		private Application() {
		}

		public static String annotated() {
			return failure(new Clock());
		}

		public static String given() {
			return failure(new ToolDefinition("time", "The time", "{\"type\":\"object\"}",
					(invocation) -> ToolOutput.of("noon")));
		}

		private static String failure(Object tool) {
			List<String> failures = new ArrayList<>();
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
				.withPropertyValues("llm.providers.sim.type=simulated")
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					assertThat(client.prompt("Hello").content()).contains("You said");
					try {
						client.prompt("What time is it?").tools(tool).call();
					}
					catch (RuntimeException ex) {
						failures.add(ex.getMessage());
					}
				});
			return String.join("", failures);
		}

	}

	static class Clock {

		@Tool(description = "The time")
		String time() {
			return "noon";
		}

	}

}
