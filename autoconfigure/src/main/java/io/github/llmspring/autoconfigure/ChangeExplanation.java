package io.github.llmspring.autoconfigure;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * Explains why a configuration is refused, as it is explained when an application does
 * not start.
 */
final class ChangeExplanation {

	private static final Log logger = LogFactory.getLog(ChangeExplanation.class);

	private final ConfigurableListableBeanFactory beans;

	private final Environment environment;

	ChangeExplanation(ConfigurableListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	String of(RuntimeException failure) {
		for (FailureAnalyzer analyzer : analyzers()) {
			FailureAnalysis analysis = analysis(analyzer, failure);
			if (analysis != null) {
				return analysis.getDescription()
						+ ((analysis.getAction() != null) ? "\n\nAction: " + analysis.getAction() : "");
			}
		}
		return String.valueOf((failure.getMessage() != null) ? failure.getMessage() : failure);
	}

	private static @Nullable FailureAnalysis analysis(FailureAnalyzer analyzer, RuntimeException failure) {
		try {
			return analyzer.analyze(failure);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.trace("Failure analyzer " + analyzer + " failed", ex);
			return null;
		}
	}

	private List<FailureAnalyzer> analyzers() {
		return SpringFactoriesLoader.forDefaultResourceLocation(this.beans.getBeanClassLoader())
			.load(FailureAnalyzer.class,
					ArgumentResolver.of(BeanFactory.class, this.beans).and(Environment.class, this.environment),
					FailureHandler.handleMessage((message, problem) -> logger.trace(message.get(), problem)));
	}

}
