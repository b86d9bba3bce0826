package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ChangeExplanation}.
 */
class ChangeExplanationTests {

	@Test
	void analyzerThatFailsDoesNotHideTheExplanationOfAnother(@TempDir Path folder) throws IOException {
		Path factories = Files.createDirectories(folder.resolve("META-INF")).resolve("spring.factories");
		Files.writeString(factories, FailureAnalyzer.class.getName() + "=" + FailingAnalyzer.class.getName());
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		try (URLClassLoader more = new URLClassLoader(new URL[] { folder.toUri().toURL() },
				getClass().getClassLoader())) {
			beans.setBeanClassLoader(more);
			ChangeExplanation explanation = new ChangeExplanation(beans, new StandardEnvironment());
			assertThat(explanation
				.of(new InvalidLlmConfigurationException("llm.default-model", "x", null, "It is wrong.", "Mend it.")))
				.contains("Property: llm.default-model", "Reason: It is wrong.", "Action: Mend it.");
		}
	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static final class FailingAnalyzer implements FailureAnalyzer {

		@Override
		public FailureAnalysis analyze(Throwable failure) {
			throw new IllegalStateException("cannot analyze");
		}

	}

}
