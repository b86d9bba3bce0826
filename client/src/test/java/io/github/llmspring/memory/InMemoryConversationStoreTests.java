package io.github.llmspring.memory;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.health.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link InMemoryConversationStore}.
 */
class InMemoryConversationStoreTests extends ConversationStoreContract {

	private static final int ALL = Integer.MAX_VALUE;

	private final MovableClock clock = new MovableClock();

	private final ConversationStore store = new InMemoryConversationStore(1000, 10_000, Duration.ofHours(1));

	@Override
	protected ConversationStore store() {
		return this.store;
	}

	private static List<Message> turn(String question) {
		return List.of(Message.user(question), Message.assistant("yes"));
	}

	private static List<String> texts(ConversationStore store, String conversation) {
		return store.load(conversation, ALL).messages().stream().map(Message::text).toList();
	}

	@Test
	void conversationUsedTheLongestTimeAgoMakesRoom() {
		ConversationStore two = new InMemoryConversationStore(2, 1000, Duration.ofHours(1));
		two.append("a", 0, turn("a"));
		two.append("b", 0, turn("b"));
		two.load("a", ALL);
		two.append("c", 0, turn("c"));
		assertThat(texts(two, "a")).isNotEmpty();
		assertThat(texts(two, "b")).isEmpty();
		assertThat(texts(two, "c")).isNotEmpty();
	}

	@Test
	void askingForUnknownConversationsMakesNoneForgotten() {
		ConversationStore one = new InMemoryConversationStore(1, 1000, Duration.ofHours(1));
		one.append("a", 0, turn("a"));
		one.load("b", ALL);
		assertThat(texts(one, "a")).isNotEmpty();
	}

	@Test
	void unusedConversationIsForgotten() {
		ConversationStore store = new InMemoryConversationStore(10, 1000, Duration.ofMinutes(10), this.clock);
		store.append("a", 0, turn("a"));
		store.append("b", 0, turn("b"));
		this.clock.advance(Duration.ofMinutes(9));
		store.load("a", ALL);
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(texts(store, "a")).isNotEmpty();
		assertThat(texts(store, "b")).isEmpty();
	}

	@Test
	void oldestTurnsAreDroppedBeyondTheTokens() {
		ConversationStore store = new InMemoryConversationStore(10, 30, Duration.ofHours(1));
		for (int i = 0; i < 10; i++) {
			assertThat(store.append("a", 2 * i, turn("question " + i))).isTrue();
		}
		assertThat(texts(store, "a")).containsExactly("question 8", "yes", "question 9", "yes");
		assertThat(store.load("a", ALL).position()).isEqualTo(20);
	}

	@Test
	void newestTurnIsKeptWholeHoweverLong() {
		ConversationStore store = new InMemoryConversationStore(10, 40, Duration.ofHours(1));
		store.append("a", 0, turn("a"));
		List<Message> turn = List.of(Message.user("b"),
				Message.of(Role.ASSISTANT, new Content.ToolCall("1", "read", "{}")),
				Message.tool(new Content.ToolResult("1", "read", "word ".repeat(1000), false)),
				Message.assistant("Long."));
		store.append("a", 2, turn);
		assertThat(store.load("a", ALL).messages()).isEqualTo(turn);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, PT1S, maxConversations", "1, 0, PT1S, maxTokens", "1, 1, PT0S, idleTime" })
	void boundsMustBeAboveZero(int conversations, int tokens, Duration idleTime, String named) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new InMemoryConversationStore(conversations, tokens, idleTime))
			.withMessageContaining("'" + named + "'");
	}

}
