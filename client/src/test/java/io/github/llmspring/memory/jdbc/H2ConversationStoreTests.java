package io.github.llmspring.memory.jdbc;

import java.util.UUID;

import javax.sql.DataSource;

import io.github.llmspring.memory.ConversationStore;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Tests for {@link JdbcConversationStore} on H2.
 */
class H2ConversationStoreTests extends JdbcConversationStoreContract {

	private final DataSource database = new DriverManagerDataSource(
			"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

	private final ConversationStore store = store(this.database, "h2");

	@Override
	protected ConversationStore store() {
		return this.store;
	}

	@Override
	protected DataSource database() {
		return this.database;
	}

}
