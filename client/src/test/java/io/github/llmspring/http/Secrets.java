package io.github.llmspring.http;

import java.io.PrintWriter;
import java.io.StringWriter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that a secret does not show.
 */
final class Secrets {

	private Secrets() {
	}

	/**
	 * Checks everything that an exception prints: its own text and that of all causes and
	 * suppressed exceptions.
	 */
	static void assertAbsent(Throwable failure, String secret) {
		StringWriter printed = new StringWriter();
		failure.printStackTrace(new PrintWriter(printed));
		assertThat(printed.toString()).contains(failure.getClass().getName()).doesNotContain(secret);
	}

}
