package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.github.llmspring.ChatClient;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the README shows compiles and starts.
 */
class ReadmeTests {

	private static final Path README = Path.of("../../README.md");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)$(.*?)^```$");

	private static final Pattern DEPENDENCY = Pattern.compile("(?<=`)[\\w.]+:[\\w-]+:\\d[\\w.]*(?=`)");

	private static final String IMPORTS = """
			import io.github.llmspring.*;
			import io.github.llmspring.assembly.Assembly;
			import io.github.llmspring.autoconfigure.*;
			import io.github.llmspring.http.*;
			import io.github.llmspring.tools.*;
			import java.net.URI;
			import java.nio.file.Path;
			import java.time.Duration;
			import java.util.List;
			import java.util.Map;
			import java.util.stream.Stream;
			import org.springframework.beans.factory.annotation.Qualifier;
			import org.springframework.core.ParameterizedTypeReference;
			import org.springframework.core.io.*;
			import org.springframework.stereotype.*;
			import reactor.core.publisher.*;
			""";

	@TestFactory
	List<DynamicTest> snippetsOfJavaCompile() throws IOException {
		List<String> snippets = blocks("java");
		assertThat(snippets).hasSizeGreaterThan(4)
			.anySatisfy((snippet) -> assertThat(snippet).contains("EmbeddingClient"));
		return IntStream.range(0, snippets.size())
			.mapToObj((number) -> DynamicTest.dynamicTest("java " + number, () -> compile(snippets.get(number))))
			.toList();
	}

	@TestFactory
	List<DynamicTest> snippetsOfConfigurationStart() throws IOException {
		List<String> snippets = blocks("yaml");
		assertThat(snippets).hasSizeGreaterThan(1);
		return IntStream.range(0, snippets.size())
			.mapToObj((number) -> DynamicTest.dynamicTest("yaml " + number, () -> start(snippets.get(number))))
			.toList();
	}

	@Test
	void versionsOfDependenciesAreThoseOfTheBuild() throws IOException {
		String build = Files.readString(Path.of("../../pom.xml"));
		List<String> named = DEPENDENCY.matcher(Files.readString(README)).results().map(MatchResult::group).toList();
		assertThat(named).hasSizeGreaterThan(4).allSatisfy((dependency) -> {
			String[] parts = dependency.split(":");
			Matcher version = Pattern
				.compile("<artifactId>" + Pattern.quote(parts[1]) + "</artifactId>\\s*<version>\\$\\{([^}]+)}")
				.matcher(build);
			assertThat(version.find()).as(dependency).isTrue();
			assertThat(build).contains("<" + version.group(1) + ">" + parts[2] + "</");
		});
	}

	private static List<String> blocks(String language) throws IOException {
		List<String> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(Files.readString(README));
		while (matcher.find()) {
			if (matcher.group(1).equals(language)) {
				blocks.add(matcher.group(2));
			}
		}
		return blocks;
	}

	private static void compile(String snippet) {
		boolean whole = snippet.contains("class ");
		String source = IMPORTS
				+ (whole ? snippet : "class Snippet { void snippet(ChatClient client) {" + snippet + "} }");
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Snippet.java"),
				JavaFileObject.Kind.SOURCE) {
			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}
		};
		List<String> options = List.of("-proc:none", "-d", "target", "-classpath",
				System.getProperty("java.class.path"), "-implicit:none");
		boolean compiled = compiler.getTask(null, null, problems, options, null, List.of(file)).call();
		assertThat(compiled)
			.as(() -> problems.getDiagnostics()
				.stream()
				.map((problem) -> problem.getMessage(Locale.ROOT) + " in\n" + source)
				.toList()
				.toString())
			.isTrue();
	}

	private static void start(String yaml) throws IOException {
		Path file = Files.createTempFile("readme", ".yml");
		try {
			Files.writeString(file, yaml, StandardCharsets.UTF_8);
			SpringApplication application = new SpringApplication(Empty.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run("--spring.config.location=" + file.toUri())) {
				assertThat(context.getBean("llmChatClient", ChatClient.class)).isNotNull();
			}
		}
		finally {
			Files.delete(file);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

}
