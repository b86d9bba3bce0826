package io.github.llmspring.wire;

import java.util.List;

import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConversationTests {

	private static final Content.ToolCall CALL = new Content.ToolCall("t", "tool", "{}");

	private static Conversation of(boolean resultsFromUser, Message... messages) {
		return Conversation.of(List.of(messages), resultsFromUser,
				(content) -> !(content instanceof Content.Text text) || !text.text().isEmpty());
	}

	@Test
	void turnsAlternate() {
		Conversation conversation = of(false, Message.user("a"), Message.user("b"), Message.assistant("c"),
				Message.assistant(""), Message.user(""), Message.assistant("d"));
		assertThat(conversation.turns()).containsExactly(
				Message.of(Role.USER, new Content.Text("a"), new Content.Text("b")),
				Message.of(Role.ASSISTANT, new Content.Text("c"), new Content.Text("d")));
		assertThat(conversation.warnings()).isEmpty();
	}

	@Test
	void resultsOfToolsAreATurnOfTheirOwnOrTheUsers() {
		Content.ToolResult result = Content.ToolResult.of(CALL, "1");
		Message[] messages = { Message.user("a"), Message.of(Role.ASSISTANT, CALL), Message.tool(result),
				Message.tool(result), Message.user("b") };
		assertThat(of(false, messages).turns()).extracting(Message::role)
			.containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER);
		assertThat(of(true, messages).turns()).extracting(Message::role)
			.containsExactly(Role.USER, Role.ASSISTANT, Role.USER);
		assertThat(of(true, messages).turns().get(2).content()).containsExactly(result, result, new Content.Text("b"));
	}

	@Test
	void systemPromptsAreCollectedAndDoNotPartTurns() {
		Conversation conversation = of(false, Message.system("x"), Message.user("a"), Message.system("\n"),
				Message.system("y"), Message.user("b"));
		assertThat(conversation.system()).containsExactly("x", "y");
		assertThat(conversation.turns()).hasSize(1);
	}

	@Test
	void turnOfTheModelAtTheBeginningGetsAnOpeningAndAWarning() {
		Conversation conversation = of(false, Message.system("x"), Message.assistant("a"));
		assertThat(conversation.turns()).containsExactly(Message.user(Conversation.OPENING), Message.assistant("a"));
		assertThat(conversation.warnings()).hasSize(1);
	}

	@Test
	void conversationWithoutATurnIsRejected() {
		for (Message[] messages : new Message[][] { {}, { Message.system("x") }, { Message.user("") } }) {
			assertThat(catchThrowableOfType(LlmException.class, () -> of(false, messages)).reason())
				.isEqualTo(Reason.INVALID_REQUEST);
		}
	}

	@Test
	void idsOfCallsAreStrictAndUnique() {
		ToolCallIds ids = new ToolCallIds();
		assertThat(ids.ofCall("toolu_01-A")).isEqualTo("toolu_01-A");
		assertThat(ids.ofCall("a.b|c")).isEqualTo("a_b_c");
		assertThat(ids.ofResult("a.b|c")).isEqualTo("a_b_c");
		assertThat(ids.ofCall("a:b:c")).isEqualTo("a_b_c_2");
		assertThat(ids.ofCall("a.b|c")).isEqualTo("a_b_c_3");
		assertThat(ids.ofResult("a.b|c")).isEqualTo("a_b_c_3");
		assertThat(ids.ofResult("a:b:c")).isEqualTo("a_b_c_2");
		assertThat(ids.ofResult("un known")).isEqualTo("un_known");
		assertThat(ids.ofCall("")).isEqualTo("call");
	}

	@Test
	void idsOfCallsAreNotTooLong() {
		ToolCallIds ids = ToolCallIds.upTo(10);
		assertThat(ids.ofCall("functions.weather:0")).isEqualTo(".weather:0");
		assertThat(ids.ofCall("functions.weather:0")).isEqualTo("eather:0_2");
		assertThat(ids.ofResult("functions.weather:0")).isEqualTo(".weather:0");
		assertThat(ids.ofResult("functions.weather:0")).isEqualTo("eather:0_2");
		assertThat(new ToolCallIds().ofCall("a".repeat(100))).hasSize(64);
	}

	@Test
	void callsOfOneIdAreAnsweredInTheirOrder() {
		ToolCallIds ids = new ToolCallIds();
		ids.ofCall("a");
		ids.ofCall("a");
		assertThat(ids.ofResult("a")).isEqualTo("a");
		assertThat(ids.ofResult("a")).isEqualTo("a_2");
		assertThat(ids.ofResult("a")).isEqualTo("a_2");
		assertThat(ids.ofCall("a")).isEqualTo("a_3");
		assertThat(ids.ofResult("a")).isEqualTo("a_3");
	}

}
