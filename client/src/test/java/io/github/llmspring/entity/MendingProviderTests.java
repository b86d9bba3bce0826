package io.github.llmspring.entity;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MendingProvider}.
 */
class MendingProviderTests {

	private static final OutputFormat FORMAT = new OutputFormat("yes", "{\"type\": \"object\"}",
			(answer) -> answer.content().equals("yes") ? null : "it is not yes");

	private static ChatRequest request(boolean streaming, OutputFormat format) {
		return ChatRequest.builder().message(Message.user("Say yes")).outputFormat(format).streaming(streaming).build();
	}

	private static List<ChatEvent> events(Turns turns, ChatRequest request) {
		return new MendingProvider(turns).send(request).collectList().block();
	}

	@Test
	void eventsOfTheFirstTurnPassAndOfTheOthersOnlyTheAnswer() {
		List<ChatEvent> events = events(Turns.of("maybe", "no", "yes").piecesOf(10), request(true, FORMAT));
		assertThat(events).hasSize(2).startsWith(new ChatEvent.TextDelta("maybe"));
		ChatResponse answer = ((ChatEvent.Completed) events.get(1)).response();
		assertThat(answer.content()).isEqualTo("yes");
		assertThat(answer.usage().totalTokens()).isEqualTo(36);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachSubscriptionBeginsAnew(boolean streaming) {
		Turns turns = Turns.of("no", "yes", "no", "no", "yes");
		Flux<ChatEvent> answer = new MendingProvider(turns).send(request(streaming, FORMAT));
		assertThat(answer.blockLast()).isInstanceOf(ChatEvent.Completed.class);
		assertThat(answer.blockLast()).isInstanceOf(ChatEvent.Completed.class);
		assertThat(turns.requests()).hasSize(5);
		assertThat(turns.requests().get(2)).isEqualTo(turns.requests().get(0));
	}

	@Test
	void formThatNobodyChecksIsNotMended() {
		Turns turns = Turns.of("no");
		events(turns, request(false, new OutputFormat("yes", "{}")));
		events(Turns.of("no"), request(false, null));
		assertThat(turns.requests()).hasSize(1);
	}

	@Test
	void toolTurnsOfTurnsThatDidNotFitStayInTheConversation() {
		Content.ToolCall call = new Content.ToolCall("c1", "clock", "{}");
		List<Message> tools = List.of(Message.of(Role.ASSISTANT, call),
				Message.tool(Content.ToolResult.of(call, "12")));
		ChatResponse wrong = Turns.turn("no", FinishReason.STOP, "stop").earlier(tools).build();
		Turns turns = Turns.of(wrong, "yes");
		List<ChatEvent> events = events(turns, request(false, FORMAT));
		assertThat(turns.requests().get(1).messages()).hasSize(5).containsAll(tools).contains(Message.assistant("no"));
		assertThat(((ChatEvent.Completed) events.get(0)).response().messages()).containsExactly(tools.get(0),
				tools.get(1), Message.assistant("yes"));
	}

	@Test
	void whatStandsAroundItSeesOnlyTheAnswerThatFits() {
		record Answer(String word) {
		}
		List<String> seen = new ArrayList<>();
		Turns turns = Turns.of("no", "{\"word\": \"yes\"}");
		MendingProvider mending = new MendingProvider(turns);
		ChatClient client = ChatClient.of((request) -> mending.send(request)
			.doOnNext((event) -> seen.add(((ChatEvent.Completed) event).response().content())));
		assertThat(client.prompt("?").entity(Answer.class)).isEqualTo(new Answer("yes"));
		assertThat(seen).containsExactly("{\"word\": \"yes\"}");
	}

}
