package io.github.llmspring.samples.chat;

import java.io.File;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the starter stays small: what it brings to an application, itself included.
 */
class StarterSizeTests {

	private static final Path CLASSPATH = Path.of("../../starter/target/runtime-classpath.txt");

	@Test
	void starterBringsFewJars() throws IOException {
		assertThat(jars()).hasSizeBetween(30, 60);
	}

	@Test
	void starterBringsFewMegabytes() throws IOException {
		long bytes = 0;
		for (Path jar : jars()) {
			bytes += size(jar);
		}
		assertThat(bytes).isBetween(10_000_000L, 25_000_000L);
	}

	private static List<Path> jars() throws IOException {
		return Arrays.stream(Files.readString(CLASSPATH).strip().split(File.pathSeparator)).map(Path::of).toList();
	}

	/**
	 * Size of a jar, or of the jar that classes will become.
	 */
	private static long size(Path path) throws IOException {
		if (Files.isRegularFile(path)) {
			return Files.size(path);
		}
		ByteArrayOutputStream jar = new ByteArrayOutputStream();
		try (Stream<Path> files = Files.walk(path); ZipOutputStream zip = new ZipOutputStream(jar)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				zip.putNextEntry(new ZipEntry(path.relativize(file).toString()));
				Files.copy(file, zip);
			}
		}
		return jar.size();
	}

}
