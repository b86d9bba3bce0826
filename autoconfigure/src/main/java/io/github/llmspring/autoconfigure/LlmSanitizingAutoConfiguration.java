package io.github.llmspring.autoconfigure;

import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that keeps keys out of what actuator endpoints tell, also where they
 * are told to show all values.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class LlmSanitizingAutoConfiguration {

	@Bean
	SanitizingFunction llmSanitizingFunction(ObjectProvider<RunningProviders> providers,
			ObjectProvider<LlmProperties> properties) {
		return new LlmSanitizingFunction(() -> Stream
			.concat(providers.stream().flatMap((running) -> running.secrets().stream()),
					properties.stream().flatMap((all) -> SharedRedis.secrets(all.getShared()).stream()))
			.toList());
	}

}
