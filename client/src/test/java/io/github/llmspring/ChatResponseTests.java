package io.github.llmspring;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatResponse}.
 */
class ChatResponseTests {

	private static final Content.ToolCall CALL = new Content.ToolCall("1", "clock", "{}");

	private static final List<Message> EARLIER = List.of(Message.of(Role.ASSISTANT, CALL),
			Message.tool(Content.ToolResult.of(CALL, "noon")));

	@Test
	void turnsWithToolsComeBeforeTheAnswer() {
		ChatResponse response = ChatResponse.builder().earlier(EARLIER).content(new Content.Text("Noon.")).build();
		assertThat(response.messages()).containsExactly(EARLIER.get(0), EARLIER.get(1), Message.assistant("Noon."));
		assertThat(response.toBuilder().build()).isEqualTo(response);
		assertThat(response.toBuilder().earlier(List.of()).build()).isNotEqualTo(response);
	}

	@Test
	void emptyAnswerAfterTurnsWithToolsAddsNothing() {
		assertThat(ChatResponse.builder().earlier(EARLIER).build().messages()).isEqualTo(EARLIER);
	}

	@Test
	void answerWithoutToolsIsItsOnlyMessage() {
		ChatResponse response = ChatResponse.builder().content(new Content.Text("Hi")).build();
		assertThat(response.messages()).containsExactly(response.message());
	}

}
