package io.github.llmspring.autoconfigure;

import io.github.llmspring.logging.CallLogging;
import io.github.llmspring.redaction.Redactor;
import io.github.llmspring.routing.ModelRouter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of what is logged of calls, and of what is taken out of content
 * before anything shows it.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class)
@ConditionalOnBean(ModelRouter.class)
public final class LlmLoggingAutoConfiguration {

	private static final Log logger = LogFactory.getLog(LlmLoggingAutoConfiguration.class);

	@Bean
	KnownSecrets llmKnownSecrets(ObjectProvider<RunningProviders> providers) {
		return new KnownSecrets(providers);
	}

	@Bean
	@ConditionalOnMissingBean
	Redactor llmRedactor(LlmProperties properties, KnownSecrets secrets, Environment environment) {
		return new RedactionReader(ConfigurationOrigins.of(environment), properties.getRedaction()).redactor(secrets);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty("llm.logging.enabled")
	CallLogging llmCallLogging(LlmProperties properties, Redactor redactor) {
		boolean content = properties.getLogging().isContent();
		if (content) {
			logger.warn("Prompts and answers are logged, since llm.logging.content is true. Keys, e-mail addresses and "
					+ "numbers of cards are taken out as far as they are recognized; other personal data is not.");
		}
		return new CallLogging(redactor, content);
	}

}
