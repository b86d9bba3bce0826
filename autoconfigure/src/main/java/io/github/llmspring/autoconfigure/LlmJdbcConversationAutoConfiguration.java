package io.github.llmspring.autoconfigure;

import javax.sql.DataSource;

import io.github.llmspring.memory.ConversationStore;
import io.github.llmspring.memory.jdbc.JdbcConversationStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Auto-configuration of conversations that are kept in the application's database.
 * <p>
 * A database alone is no reason: what people say to a model is kept for good only where
 * the application says so.
 */
@AutoConfiguration(before = LlmAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
@ConditionalOnClass({ JdbcClient.class, DataSourceScriptDatabaseInitializer.class })
@ConditionalOnProperty(name = "llm.conversation.store", havingValue = "jdbc")
@ConditionalOnMissingBean(ConversationStore.class)
@ConditionalOnSingleCandidate(JdbcClient.class)
@EnableConfigurationProperties(LlmProperties.class)
public final class LlmJdbcConversationAutoConfiguration {

	@Bean
	@DependsOnDatabaseInitialization
	ConversationStore llmConversationStore(JdbcClient client) {
		return new JdbcConversationStore(client);
	}

	@Bean
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnMissingBean
	ConversationSchemaInitializer llmConversationSchemaInitializer(DataSource database, LlmProperties properties) {
		return new ConversationSchemaInitializer(database,
				properties.getConversation().getJdbc().getInitializeSchema());
	}

}
