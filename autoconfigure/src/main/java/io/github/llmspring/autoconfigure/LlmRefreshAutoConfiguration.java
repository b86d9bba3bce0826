package io.github.llmspring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that takes over what is configured anew while the application runs,
 * where Spring Cloud refreshes the environment.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class)
@ConditionalOnClass(name = EnvironmentChangeListener.EVENT)
public final class LlmRefreshAutoConfiguration {

	@Bean
	EnvironmentChangeListener llmEnvironmentChangeListener(ObjectProvider<LlmRuntime> runtime) {
		return new EnvironmentChangeListener(runtime);
	}

}
