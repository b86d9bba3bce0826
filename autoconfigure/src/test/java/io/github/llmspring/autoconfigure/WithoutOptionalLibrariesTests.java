package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatPrompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application with none of the optional libraries: whatever does not need one
 * works, and whatever does says which dependency to add.
 */
class WithoutOptionalLibrariesTests {

	/**
	 * What is hidden for each optional dependency of the two modules.
	 */
	private static final Map<String, String> PACKAGES = Map.ofEntries(
			Map.entry("com.github.victools:jsonschema-generator", "com.github.victools"),
			Map.entry("com.github.victools:jsonschema-module-jackson", "com.github.victools"),
			Map.entry("com.networknt:json-schema-validator", "com.networknt"),
			Map.entry("io.micrometer:micrometer-core", "io.micrometer.core"),
			Map.entry("io.github.resilience4j:resilience4j-circuitbreaker", "io.github.resilience4j"),
			Map.entry("com.bucket4j:bucket4j_jdk17-core", "io.github.bucket4j"),
			Map.entry("com.bucket4j:bucket4j_jdk17-lettuce", "io.github.bucket4j"),
			Map.entry("io.lettuce:lettuce-core", "io.lettuce"), Map.entry("org.slf4j:slf4j-api", "org.slf4j"),
			Map.entry("software.amazon.awssdk:auth", "software.amazon.awssdk"),
			Map.entry("com.google.auth:google-auth-library-oauth2-http", "com.google.auth"),
			Map.entry("com.azure:azure-identity", "com.azure"),
			Map.entry("org.springframework:spring-jdbc", "org.springframework.jdbc"),
			Map.entry("org.springframework.boot:spring-boot-jdbc", "org.springframework.boot.jdbc"),
			Map.entry("org.springframework.boot:spring-boot-actuator", "org.springframework.boot.actuate"),
			Map.entry("org.springframework.boot:spring-boot-actuator-autoconfigure",
					"org.springframework.boot.actuate"),
			Map.entry("org.springframework.boot:spring-boot-health", "org.springframework.boot.health"),
			Map.entry("org.springframework.boot:spring-boot-docker-compose", "org.springframework.boot.docker"),
			Map.entry("org.springframework.boot:spring-boot-testcontainers", "org.springframework.boot.testcontainers"),
			Map.entry("org.springframework.security:spring-security-core", "org.springframework.security"),
			Map.entry("org.springframework.security:spring-security-oauth2-client", "org.springframework.security"));

	/**
	 * Starters of Spring Boot, which bring an optional dependency with all that it needs
	 * itself.
	 */
	private static final Map<String, String> STARTERS = Map.of(
			"org.springframework.boot:spring-boot-starter-security-oauth2-client",
			"org.springframework.security:spring-security-oauth2-client", "spring-boot-starter-jdbc",
			"org.springframework.boot:spring-boot-jdbc");

	private static final Pattern OPTIONAL = Pattern
		.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<optional>true</optional>");

	@Test
	void everyOptionalDependencyIsMissing() throws IOException {
		assertThat(optionalDependencies()).containsExactlyInAnyOrderElementsOf(PACKAGES.keySet());
	}

	@ParameterizedTest
	@ValueSource(strings = { "whole", "streamed", "remembered", "simulated" })
	void whatNeedsNoLibraryWorks(String what) throws Exception {
		try (OwnClasses without = withoutAny(); FakeService service = service(what)) {
			assertThat(without.call(Application.class, what, "llm.providers.own.type=openai-compatible",
					"llm.providers.own.api-key=sk-mine", "llm.providers.own.model=qwen",
					"llm.providers.own.base-url=" + service.url(), "llm.providers.sim.type=simulated",
					"llm.default-model=" + (what.equals("simulated") ? "sim" : "own")))
				.contains(what.equals("simulated") ? "You said" : "Hi there");
		}
	}

	private static FakeService service(String what) {
		return what.equals("streamed")
				? FakeService
					.streaming(Mono.just(FakeService.PIECE.replace("\"Hi\"", "\"Hi there\"") + FakeService.END))
				: FakeService.answering();
	}

	@ParameterizedTest
	@CsvSource({ "bedrock, aws, software.amazon.awssdk:auth",
			"vertex, google, com.google.auth:google-auth-library-oauth2-http",
			"azure-openai, azure, com.azure:azure-identity",
			"vllm, oauth2, org.springframework.boot:spring-boot-starter-security-oauth2-client" })
	void credentialsNameTheirDependency(String type, String credentials, String dependency) throws Exception {
		assertThatIsOptional(dependency);
		try (OwnClasses without = withoutAny()) {
			assertThat(without.call(Application.class, "start", "llm.providers.own.type=" + type,
					"llm.providers.own.model=m", "llm.providers.own.base-url=http://127.0.0.1:1",
					"llm.providers.own.credentials=" + credentials))
				.contains("llm.providers.own.credentials", "Its library is not on the classpath",
						"Add the dependency " + dependency + ".");
		}
	}

	@Test
	void databaseForConversationsNamesItsDependency() throws Exception {
		assertThatIsOptional("spring-boot-starter-jdbc");
		try (OwnClasses without = withoutAny()) {
			assertThat(without.call(Application.class, "start", "llm.providers.sim.type=simulated",
					"llm.conversation.store=jdbc"))
				.contains("Add spring-boot-starter-jdbc");
		}
	}

	@Test
	void valuesOfATypeNameTheirDependency() throws Exception {
		assertThatIsOptional("com.github.victools:jsonschema-generator");
		try (OwnClasses without = withoutAny()) {
			assertThat(without.call(Application.class, "entity", "llm.providers.sim.type=simulated"))
				.contains("not on the classpath: add com.github.victools:jsonschema-generator,");
		}
	}

	private static void assertThatIsOptional(String dependency) throws IOException {
		assertThat(optionalDependencies()).contains(STARTERS.getOrDefault(dependency, dependency));
	}

	private static OwnClasses withoutAny() {
		return new OwnClasses(PACKAGES.values().stream().distinct().toArray(String[]::new));
	}

	private static Set<String> optionalDependencies() throws IOException {
		Set<String> optional = new TreeSet<>();
		for (String module : List.of("client", "autoconfigure")) {
			Matcher dependency = OPTIONAL.matcher(Files.readString(Path.of("..", module, "pom.xml")));
			while (dependency.find()) {
				optional.add(dependency.group(1) + ":" + dependency.group(2));
			}
		}
		return optional;
	}

	/**
	 * The application, whose classes are defined anew.
	 */
	public static final class Application {

		private Application() {
		}

		public static String whole(String... properties) {
			return said(properties, ChatPrompt::content);
		}

		public static String streamed(String... properties) {
			return said(properties, (prompt) -> String.join("", prompt.stream().content().collectList().block()));
		}

		public static String remembered(String... properties) {
			return said(properties, (prompt) -> prompt.conversation("c").content());
		}

		public static String simulated(String... properties) {
			return said(properties, ChatPrompt::content);
		}

		public static String entity(String... properties) {
			return said(properties, (prompt) -> {
				try {
					return prompt.entity(City.class).name();
				}
				catch (RuntimeException ex) {
					return ex.getMessage();
				}
			});
		}

		public static String start(String... properties) {
			List<String> failures = new ArrayList<>();
			runner(properties).run((context) -> failures
				.add(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()).toString()));
			return failures.get(0);
		}

		private static String said(String[] properties, Asking asking) {
			List<String> said = new ArrayList<>();
			runner(properties)
				.run((context) -> said.add(asking.ask(context.getBean(ChatClient.class).prompt("Hello"))));
			return said.get(0);
		}

		private static ApplicationContextRunner runner(String... properties) {
			return new ApplicationContextRunner().withUserConfiguration(Everything.class)
				.withPropertyValues(properties);
		}

	}

	interface Asking {

		String ask(ChatPrompt prompt);

	}

	record City(String name) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import(OwnAutoConfigurations.class)
	static class Everything {

	}

	/**
	 * All auto-configurations of the project, by name as Spring Boot takes them: without
	 * loading one whose conditions do not hold.
	 */
	static class OwnAutoConfigurations implements DeferredImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata metadata) {
			List<String> names = new ArrayList<>();
			ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).forEach(names::add);
			return names.stream().filter((name) -> name.startsWith("io.github.llmspring.")).toArray(String[]::new);
		}

	}

}
