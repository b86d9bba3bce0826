package io.github.llmspring.samples.tools;

import java.util.List;
import java.util.Optional;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EntityResponse;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Answer}.
 */
class AnswerTests {

	private static final Content.ToolCall OSLO = new Content.ToolCall("call_0", "weather", "{\"city\":\"Oslo\"}");

	private static final Content.ToolCall ROME = new Content.ToolCall("call_0", "weather", "{\"city\":\"Rome\"}");

	@Test
	void resultsStandWithTheirCallsWhereEachTurnCountsItsCallsAnew() {
		ChatResponse response = ChatResponse.builder()
			.earlier(List.of(Message.of(Role.ASSISTANT, OSLO), Message.tool(Content.ToolResult.of(OSLO, "cold")),
					Message.of(Role.ASSISTANT, ROME), Message.tool(Content.ToolResult.of(ROME, "warm"))))
			.content(new Content.Text("{}"))
			.build();
		Advice advice = new Advice("Go", Optional.empty(), Optional.empty(), Optional.empty());
		assertThat(Answer.of(new EntityResponse<>(advice, response)).toolCalls()).extracting(Answer.Call::result)
			.containsExactly("cold", "warm");
	}

}
