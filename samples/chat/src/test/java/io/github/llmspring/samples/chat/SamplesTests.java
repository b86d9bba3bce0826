package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what holds for all samples.
 */
class SamplesTests {

	static List<Path> samples() throws IOException {
		try (Stream<Path> folders = Files.list(Path.of(".."))) {
			return folders.map((folder) -> folder.resolve("src/main/resources/application.yml"))
				.filter(Files::exists)
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	void samplesFindServersOfThisMachineAndAnswerWithoutAny(Path file) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("sample", new FileSystemResource(file));
		assertThat(sources).singleElement().satisfies((sample) -> {
			assertThat(sample.getProperty("llm.discovery.enabled")).isEqualTo(true);
			assertThat(sample.getProperty("llm.default-model")).as("the embedded provider, or a route over such ones")
				.isIn("simulated", "answers");
		});
	}

}
