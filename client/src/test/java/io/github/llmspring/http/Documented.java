package io.github.llmspring.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of a file that is made by tests. With the system property
 * {@code documentation=write} the tests write it; without, they fail where it is out of
 * date.
 */
public final class Documented {

	private final Path file;

	private final String begin;

	private final String end;

	private Documented(Path file, String begin, String end) {
		this.file = file;
		this.begin = begin;
		this.end = end;
	}

	public static Documented whole(Path file) {
		return new Documented(file, "", "");
	}

	/**
	 * The lines of the README between two comments.
	 */
	static Documented readme(String part) {
		return new Documented(Path.of("../README.md"), "<!-- " + part + ":begin -->\n", "\n<!-- " + part + ":end -->");
	}

	public void says(String text) throws IOException {
		if ("write".equals(System.getProperty("documentation"))) {
			String old = Files.exists(this.file) ? Files.readString(this.file) : "";
			Files.writeString(this.file, old.substring(0, from(old)) + text + old.substring(to(old)));
		}
		String written = Files.readString(this.file);
		assertThat(written.substring(from(written), to(written)))
			.as("part of %s; -Ddocumentation=write makes it anew", this.file.getFileName())
			.isEqualTo(text);
	}

	private int from(String text) {
		return text.indexOf(this.begin) + this.begin.length();
	}

	private int to(String text) {
		return this.end.isEmpty() ? text.length() : text.indexOf(this.end);
	}

}
