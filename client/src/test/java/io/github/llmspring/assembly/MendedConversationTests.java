package io.github.llmspring.assembly;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.Message;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a conversation remembers an answer of a Java type as if it had fitted at
 * once.
 */
class MendedConversationTests {

	@Test
	void conversationRemembersOnlyTheAnswerThatFits() {
		record Answer(String word) {
		}
		List<ChatRequest> requests = new ArrayList<>();
		List<String> answers = List.of("no", "{\"word\":\"yes\"}", "Fine");
		ChatClient client = Assembly.client((request) -> Flux.defer(() -> {
			requests.add(request);
			return Flux.just(new ChatEvent.Completed(ChatResponse.builder()
				.content(new Content.Text(answers.get(requests.size() - 1)))
				.finishReason(FinishReason.STOP, "stop")
				.build()));
		}));
		assertThat(client.prompt("Well?").conversation("c").entity(Answer.class)).isEqualTo(new Answer("yes"));
		client.prompt("Thanks").conversation("c").content();
		assertThat(requests.get(1).messages()).hasSize(3).startsWith(Message.user("Well?"), Message.assistant("no"));
		assertThat(requests.get(2).messages()).containsExactly(Message.user("Well?"),
				Message.assistant("{\"word\":\"yes\"}"), Message.user("Thanks"));
	}

}
