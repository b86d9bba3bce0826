package io.github.llmspring.autoconfigure;

import io.github.llmspring.ChatClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application without the optional library of circuit breakers: it starts,
 * and whoever configures a breaker reads which library to add.
 */
class WithoutCircuitBreakersTests {

	@Test
	void configurationNamesTheLibraryThatIsMissing() throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader known = thread.getContextClassLoader();
		try (OwnClasses without = new OwnClasses("io.github.resilience4j")) {
			thread.setContextClassLoader(without);
			Class<?> application = Class.forName(Application.class.getName(), true, without);
			assertThat((String) application.getDeclaredMethod("run").invoke(null)).isEqualTo("""
					Invalid configuration property 'llm.providers.sim.circuit-breaker'. \
					A circuit breaker needs a library that is not on the classpath. \
					Add the dependency io.github.resilience4j:resilience4j-circuitbreaker, or remove the property.""");
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

		public static String run() {
			ApplicationContextRunner runner = new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
				.withPropertyValues("llm.providers.sim.type=simulated");
			runner.run((context) -> assertThat(context.getBean(ChatClient.class).prompt("Hello").content())
				.contains("You said"));
			runner.withPropertyValues("llm.routes.smart.models=sim", "llm.default-model=smart")
				.run((context) -> assertThat(context.getBean(ChatClient.class).prompt("Hello").content())
					.contains("You said"));
			StringBuilder failure = new StringBuilder();
			runner.withPropertyValues("llm.providers.sim.circuit-breaker.open=10s").run((context) -> {
				Throwable cause = context.getStartupFailure();
				while (cause != null && !(cause instanceof InvalidLlmConfigurationException)) {
					cause = cause.getCause();
				}
				if (cause instanceof InvalidLlmConfigurationException invalid) {
					failure.append(invalid.getMessage());
				}
			});
			return failure.toString();
		}

	}

}
