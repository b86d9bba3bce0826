package io.github.llmspring.autoconfigure;

import javax.sql.DataSource;

import io.github.llmspring.memory.jdbc.JdbcConversationStore;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Creates the table of conversations, where it is wanted.
 */
final class ConversationSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	ConversationSchemaInitializer(DataSource database,
			LlmProperties.Conversation.Jdbc.InitializeSchema initializeSchema) {
		super(database, settings(database, DatabaseInitializationMode.valueOf(initializeSchema.name())));
	}

	private static DatabaseInitializationSettings settings(DataSource database, DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setMode(mode);
		if (mode != DatabaseInitializationMode.NEVER) {
			settings.setSchemaLocations(
					new PlatformPlaceholderDatabaseDriverResolver().resolveAll(database, JdbcConversationStore.SCHEMA));
		}
		return settings;
	}

}
