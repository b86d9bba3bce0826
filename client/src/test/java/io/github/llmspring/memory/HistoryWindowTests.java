package io.github.llmspring.memory;

import java.net.URI;
import java.util.List;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HistoryWindow} and {@link TokenEstimate}.
 */
class HistoryWindowTests {

	private static final Message USER = Message.user("1234");

	private static final Message ASSISTANT = Message.assistant("5678");

	private static final Message CALL = Message.of(Role.ASSISTANT, new Content.ToolCall("1", "look", "{}"),
			new Content.ToolCall("2", "look", "{}"));

	private static final Message RESULT = Message.tool(new Content.ToolResult("1", "look", "1234", false),
			new Content.ToolResult("2", "look", "1234", false));

	private static final List<Message> NEXT = List.of(Message.user("next"));

	private static HistoryWindow window(List<Message> history, List<Message> following, int maxTokens) {
		return HistoryWindow.of(new ConversationHistory(history.size(), history), following, maxTokens);
	}

	@Test
	void whatFitsIsNotCutWhoeverBeginsIt() {
		List<Message> greeted = List.of(ASSISTANT, USER, ASSISTANT);
		assertThat(window(greeted, NEXT, 15).messages()).isEqualTo(greeted);
		assertThat(window(greeted, NEXT, 14).messages()).isEqualTo(greeted.subList(1, 3));
	}

	@Test
	void historyOfWhichTheStoreLeftOutSomethingBeginsWithTheUser() {
		List<Message> kept = List.of(ASSISTANT, USER, ASSISTANT);
		assertThat(HistoryWindow.of(new ConversationHistory(4, kept), NEXT, 1000).messages())
			.isEqualTo(kept.subList(1, 3));
	}

	@ParameterizedTest
	@CsvSource({ "1000, 0", "34, 0", "33, 4", "10, 4", "9, 6", "0, 6" })
	void callsAndResultsGoTogetherAndTheUserBegins(int maxTokens, int start) {
		List<Message> history = List.of(USER, CALL, RESULT, ASSISTANT, USER, ASSISTANT);
		int before = history.stream().mapToInt(TokenEstimate::of).sum();
		assertThat(before).isEqualTo(34);
		assertThat(window(history, NEXT, maxTokens).messages()).isEqualTo(history.subList(start, 6));
	}

	@Test
	void resultThatFollowsBringsItsCallHoweverLong() {
		List<Message> history = List.of(USER, ASSISTANT, USER, CALL);
		HistoryWindow window = window(history, List.of(RESULT), 1);
		assertThat(window.messages()).isEqualTo(history.subList(2, 4));
		assertThat(window.sufficient()).isTrue();
	}

	@Test
	void userWhoSpeaksBetweenCallAndResultIsNoPlaceToCut() {
		List<Message> history = List.of(USER, ASSISTANT, USER, CALL, USER, RESULT, ASSISTANT);
		assertThat(window(history, NEXT, 20).messages()).isEmpty();
		assertThat(window(history, List.of(), 20).messages()).isEqualTo(history.subList(2, 7));
	}

	@Test
	void missingCallIsNotSufficient() {
		ConversationHistory cut = new ConversationHistory(3, List.of(USER, ASSISTANT));
		assertThat(HistoryWindow.of(cut, List.of(RESULT), 1000).sufficient()).isFalse();
	}

	@Test
	void whatDoesNotBeginWithTheUserBringsTheTurnBefore() {
		List<Message> history = List.of(USER, ASSISTANT, USER, ASSISTANT);
		assertThat(window(history, List.of(), 1).messages()).isEqualTo(history.subList(2, 4));
		assertThat(window(history, NEXT, 1).messages()).isEmpty();
	}

	@Test
	void tokensAreAQuarterOfTheBytesAndFourForTheMessage() {
		assertThat(TokenEstimate.of(Message.user(""))).isEqualTo(4);
		assertThat(TokenEstimate.of(Message.user("12345"))).isEqualTo(6);
		assertThat(TokenEstimate.of(Message.user("\u6f22\u5b57\u6f22\u5b57"))).isEqualTo(7);
		assertThat(TokenEstimate.of(Message.user("\uD83D\uDE00"))).isEqualTo(5);
		assertThat(TokenEstimate.of(CALL)).isEqualTo(8);
	}

	@Test
	void imagesCountTheSameWhateverTheirSize() {
		assertThat(TokenEstimate.of(Message.of(Role.USER, Media.of("image/png", new byte[1_000_000])))).isEqualTo(1004);
		assertThat(TokenEstimate.of(Message.of(Role.USER, Media.of("application/pdf", URI.create("https://a.b")))))
			.isEqualTo(1004);
		assertThat(TokenEstimate.of(Message.of(Role.USER, Media.of("application/pdf", new byte[100_000]))))
			.isEqualTo(2004);
		assertThat(TokenEstimate.of(Message.of(Role.USER, Media.of("text/plain", new byte[400])))).isEqualTo(104);
	}

}
