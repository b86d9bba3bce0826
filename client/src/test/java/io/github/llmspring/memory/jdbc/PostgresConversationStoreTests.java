package io.github.llmspring.memory.jdbc;

import javax.sql.DataSource;

import io.github.llmspring.memory.ConversationStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcConversationStore} on a PostgreSQL server.
 */
class PostgresConversationStoreTests extends JdbcConversationStoreContract {

	private static PostgresServer server;

	private static ConversationStore store;

	@BeforeAll
	static void start() {
		server = PostgresServer.start();
		store = store(server.database(), "postgresql");
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	@Override
	protected ConversationStore store() {
		return store;
	}

	@Override
	protected DataSource database() {
		return server.database();
	}

	@Test
	void serverIsARealOne() {
		assertThat(JdbcClient.create(server.database()).sql("SELECT version()").query(String.class).single())
			.startsWith("PostgreSQL ");
	}

}
