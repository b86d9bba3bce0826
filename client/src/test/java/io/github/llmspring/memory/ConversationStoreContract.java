package io.github.llmspring.memory;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link ConversationStore} keeps to.
 */
public abstract class ConversationStoreContract {

	private static final int ALL = Integer.MAX_VALUE;

	private final String id = UUID.randomUUID().toString();

	/**
	 * Store under test, with room for 10,000 tokens of each conversation at least.
	 */
	protected abstract ConversationStore store();

	private ConversationHistory all() {
		return store().load(this.id, ALL);
	}

	private static List<Message> turn(String question) {
		return List.of(Message.user(question), Message.assistant("re: " + question));
	}

	@Test
	void unknownConversationHasNoHistory() {
		assertThat(all()).isEqualTo(ConversationHistory.NONE);
	}

	@Test
	void whatIsAppendedIsLoadedInOrder() {
		assertThat(store().append(this.id, 0, turn("a"))).isTrue();
		assertThat(all()).isEqualTo(new ConversationHistory(2, turn("a")));
		assertThat(store().append(this.id, 2, List.of(Message.user("b")))).isTrue();
		assertThat(all().position()).isEqualTo(3);
		assertThat(all().messages()).extracting(Message::text).containsExactly("a", "re: a", "b");
	}

	@Test
	void longConversationStaysInOrder() {
		for (int i = 0; i < 15; i++) {
			assertThat(store().append(this.id, 2 * i, turn("question " + i))).isTrue();
		}
		assertThat(all().messages()).extracting(Message::text)
			.filteredOn((text) -> text.startsWith("question"))
			.hasSize(15)
			.startsWith("question 0", "question 1", "question 2")
			.endsWith("question 9", "question 10", "question 11", "question 12", "question 13", "question 14");
	}

	@Test
	void everyKindOfContentIsLoadedAsItWas() {
		List<Message> turn = List.of(
				new Message(Role.USER,
						List.of(new Content.Text("What is this? \u0000 \uD83D\uDE00 'quoted' ; --"),
								Media.of("image/png", new byte[] { 0, 1, -1, 127, -128 }),
								Media.of("application/pdf", URI.create("https://example.com/a.pdf?b=%20c"))
									.withName("a \"b\".pdf")),
						true),
				Message.of(Role.ASSISTANT,
						new Content.Reasoning("hm", new ProviderData("acme", "signed\nhere", "acme/model")),
						new Content.ToolCall("c1", "look", "{\"no json", new ProviderData("acme", "x"))),
				Message.tool(new Content.ToolResult("c1", "look", "A \\ cat", true)), Message.assistant("A cat."));
		assertThat(store().append(this.id, 0, turn)).isTrue();
		assertThat(all().messages()).isEqualTo(turn);
	}

	@Test
	void largeMessageIsLoadedAsItWas() {
		Message large = Message.user("word ".repeat(200_000));
		assertThat(store().append(this.id, 0, List.of(large))).isTrue();
		assertThat(all().messages()).containsExactly(large);
	}

	@Test
	void onlyOldMessagesMayBeLeftOut() {
		for (int i = 0; i < 10; i++) {
			store().append(this.id, 2 * i, turn("question " + i));
		}
		ConversationHistory some = store().load(this.id, 40);
		assertThat(some.position()).isEqualTo(20);
		List<Message> all = all().messages();
		assertThat(some.messages()).isNotEmpty()
			.isEqualTo(all.subList(all.size() - some.messages().size(), all.size()));
		assertThat(store().load(this.id, 1).position()).isEqualTo(20);
	}

	@Test
	void appendingElsewhereThanAtTheEndAddsNothing() {
		store().append(this.id, 0, turn("a"));
		assertThat(store().append(this.id, 0, turn("b"))).isFalse();
		assertThat(store().append(this.id, 1, turn("b"))).isFalse();
		assertThat(store().append(this.id, 3, turn("b"))).isFalse();
		assertThat(all()).isEqualTo(new ConversationHistory(2, turn("a")));
	}

	@Test
	void conversationsDoNotMix() {
		store().append(this.id, 0, turn("a"));
		store().append(this.id + "2", 0, turn("b"));
		assertThat(all().messages()).isEqualTo(turn("a"));
		store().delete(this.id + "2");
		assertThat(all().messages()).isEqualTo(turn("a"));
	}

	@Test
	void deletedConversationIsGoneAndCanBeBegunAnew() {
		store().append(this.id, 0, turn("a"));
		store().delete(this.id);
		assertThat(all()).isEqualTo(ConversationHistory.NONE);
		store().delete(this.id);
		assertThat(store().append(this.id, 0, turn("b"))).isTrue();
		assertThat(all().messages()).isEqualTo(turn("b"));
	}

	@Test
	void turnOfAConversationThatWasDeletedMeanwhileIsItsBeginning() {
		store().append(this.id, 0, turn("a"));
		store().delete(this.id);
		assertThat(store().append(this.id, 2, turn("b"))).isTrue();
		assertThat(all()).isEqualTo(new ConversationHistory(4, turn("b")));
	}

	@Test
	void ofTurnsThatEndAtTheSameTimeOneIsStored() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			int position = 0;
			for (int round = 0; round < 20; round++) {
				List<Callable<Boolean>> turns = new ArrayList<>();
				for (int thread = 0; thread < 8; thread++) {
					int at = position;
					List<Message> turn = turn(round + "-" + thread);
					turns.add(() -> store().append(this.id, at, turn));
				}
				List<Boolean> stored = new ArrayList<>();
				for (Future<Boolean> future : threads.invokeAll(turns)) {
					stored.add(future.get());
				}
				assertThat(Collections.frequency(stored, true)).as("round %d", round).isEqualTo(1);
				position += 2;
			}
			assertThat(all().position()).isEqualTo(40);
			assertThat(all().messages()).hasSize(40);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
