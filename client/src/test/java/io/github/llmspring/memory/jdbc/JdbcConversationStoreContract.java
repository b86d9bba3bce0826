package io.github.llmspring.memory.jdbc;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

import javax.sql.DataSource;

import io.github.llmspring.Message;
import io.github.llmspring.memory.ConversationStore;
import io.github.llmspring.memory.ConversationStoreContract;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What {@link JdbcConversationStore} keeps to on every database.
 */
abstract class JdbcConversationStoreContract extends ConversationStoreContract {

	protected abstract DataSource database();

	/**
	 * Store in a database whose schema is made here, twice to see that it may be.
	 */
	static ConversationStore store(DataSource database, String platform) {
		String schema = JdbcConversationStore.SCHEMA.replace("@@platform@@", platform);
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator(
				new DefaultResourceLoader().getResource(schema));
		populator.execute(database);
		populator.execute(database);
		return new JdbcConversationStore(JdbcClient.create(database));
	}

	private JdbcClient client() {
		return JdbcClient.create(database());
	}

	@Test
	void noMoreIsReadThanIsAskedFor() {
		// three tokens and four for the message, each
		List<Message> messages = List.of(Message.user("123456789a"), Message.assistant("123456789b"),
				Message.user("123456789c"));
		store().append("few", 0, messages);
		assertThat(store().load("few", 21).messages()).isEqualTo(messages);
		assertThat(store().load("few", 20).messages()).isEqualTo(messages.subList(1, 3));
		assertThat(store().load("few", 7).messages()).isEqualTo(messages.subList(2, 3));
		assertThat(store().load("few", 6).messages()).isEmpty();
		assertThat(store().load("few", 6).position()).isEqualTo(3);
		store().delete("few");
	}

	@Test
	void conversationWhoseBeginningWasCleanedUpGoesOn() {
		store().append("old", 0, List.of(Message.user("a"), Message.assistant("b")));
		client().sql("DELETE FROM llm_conversation_message WHERE conversation_id = 'old' AND message_position = 0")
			.update();
		assertThat(store().load("old", 1000).position()).isEqualTo(2);
		assertThat(store().append("old", 2, List.of(Message.user("c")))).isTrue();
		assertThat(store().load("old", 1000).messages()).extracting(Message::text).containsExactly("b", "c");
		store().delete("old");
	}

	@Test
	void messagesSayWhenTheyWereStored() {
		OffsetDateTime before = OffsetDateTime.now().minus(Duration.ofMinutes(5));
		store().append("now", 0, List.of(Message.user("a")));
		OffsetDateTime stored = client()
			.sql("SELECT created_at FROM llm_conversation_message WHERE conversation_id = 'now'")
			.query(OffsetDateTime.class)
			.single();
		assertThat(stored).isBetween(before, before.plus(Duration.ofMinutes(10)));
		store().delete("now");
	}

	@Test
	void idIsNoPartOfAStatement() {
		String id = "'; DELETE FROM llm_conversation_message; --";
		store().append("kept", 0, List.of(Message.user("a")));
		store().append(id, 0, List.of(Message.user("b")));
		assertThat(store().load(id, 1000).messages()).hasSize(1);
		store().delete(id);
		assertThat(store().load("kept", 1000).messages()).hasSize(1);
		store().delete("kept");
	}

	@Test
	void idThatIsTooLongIsRefusedBeforeTheModelIsAsked() {
		assertThatIllegalArgumentException().isThrownBy(() -> store().load("x".repeat(256), 1000))
			.withMessageContaining("longer than 255 characters");
		assertThat(store().append("x".repeat(255), 0, List.of(Message.user("a")))).isTrue();
		store().delete("x".repeat(255));
	}

}
