package io.github.llmspring.memory.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.llmspring.Message;
import io.github.llmspring.memory.ConversationHistory;
import io.github.llmspring.memory.ConversationStore;
import io.github.llmspring.memory.MessageJson;
import io.github.llmspring.memory.TokenEstimate;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Store in the table {@code llm_conversation_message} of a relational database, a row for
 * each message.
 * <p>
 * It keeps everything until {@link #delete} or the application's own housekeeping by
 * {@code created_at}, and reads only as much as is asked for. Two turns that are stored
 * at the same time are told apart by the primary key, and a turn is one statement, so no
 * transaction is needed. The statements are standard SQL; the schemas beside this class
 * are for H2 and PostgreSQL.
 */
public final class JdbcConversationStore implements ConversationStore {

	/**
	 * Schemas of the table in the class path, {@code @@platform@@} standing for the
	 * database's name as Spring Boot writes it.
	 */
	public static final String SCHEMA = "classpath:io/github/llmspring/memory/jdbc/schema-@@platform@@.sql";

	private static final int MAX_ID_LENGTH = 255;

	private static final String POSITION = """
			SELECT MAX(message_position) + 1 FROM llm_conversation_message
			WHERE conversation_id = ?
			""";

	private static final String NEWEST = """
			SELECT message FROM (
				SELECT message, message_position, SUM(tokens) OVER (ORDER BY message_position DESC) AS newer_tokens
				FROM llm_conversation_message
				WHERE conversation_id = ? AND message_position < ?
			) newest
			WHERE newer_tokens <= ?
			ORDER BY message_position
			""";

	private static final String APPEND = """
			INSERT INTO llm_conversation_message (conversation_id, message_position, tokens, message)
			VALUES\s""";

	private static final String DELETE = """
			DELETE FROM llm_conversation_message
			WHERE conversation_id = ?
			""";

	private final JdbcClient client;

	/**
	 * Store in a database.
	 * @param client the client of the database
	 */
	public JdbcConversationStore(JdbcClient client) {
		this.client = client;
	}

	@Override
	public ConversationHistory load(String conversation, int maxTokens) {
		Integer position = position(conversation);
		if (position == null) {
			return ConversationHistory.NONE;
		}
		List<Message> newest = this.client.sql(NEWEST)
			.params(conversation, position, maxTokens)
			.query((row, number) -> MessageJson.read(row.getString(1)))
			.list();
		return new ConversationHistory(position, newest);
	}

	@Override
	public boolean append(String conversation, int position, List<Message> messages) {
		Integer current = position(conversation);
		if (current != null && current != position) {
			return false;
		}
		List<Object> values = new ArrayList<>();
		for (Message message : messages) {
			Collections.addAll(values, conversation, position + values.size() / 4, TokenEstimate.of(message),
					MessageJson.write(message));
		}
		String rows = String.join(", ", Collections.nCopies(messages.size(), "(?, ?, ?, ?)"));
		try {
			this.client.sql(APPEND + rows).params(values).update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	@Override
	public void delete(String conversation) {
		this.client.sql(DELETE).param(conversation).update();
	}

	private @Nullable Integer position(String conversation) {
		if (conversation.length() > MAX_ID_LENGTH) {
			throw new IllegalArgumentException("The id of a conversation is longer than " + MAX_ID_LENGTH
					+ " characters: it begins with '" + conversation.substring(0, 20) + "'");
		}
		return this.client.sql(POSITION).param(conversation).query(Integer.class).optional().orElse(null);
	}

}
