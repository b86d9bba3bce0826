package io.github.llmspring.wire.openai;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Usage;
import io.github.llmspring.wire.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThinkTagsTests {

	private final List<ChatEvent> events = new ArrayList<>();

	private ChatResponse read(String... pieces) {
		Answer answer = new Answer();
		ThinkTags tags = new ThinkTags(answer);
		for (String piece : pieces) {
			tags.text(piece, this.events::add);
		}
		tags.end(this.events::add);
		return answer.response(Usage.UNKNOWN);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "<think>Hm.</think>Hi,Hm.,Hi", "<think></think>Hi,-,Hi", "Hi,-,Hi", "<thin,-,<thin",
					"<thing>Hi,-,<thing>Hi", "Hi <think>no</think>,-,Hi <think>no</think>", "<think>Hm.,Hm.,''",
					"<think>a < b </thin,a < b </thin,''", "<think>a</think>b</think>,a,b</think>",
					"<think>a</think><think>b</think>,a,<think>b</think>", "<think>a<</think>b,a<,b",
					"<think>a</</think>b,a</,b", "<think>,-,''" })
	void thinkingIsWhatStandsBetweenTheTags(String text, String reasoning, String content) {
		ChatResponse atOnce = read(text);
		ChatResponse byCharacter = read(text.split(""));
		assertThat(List.of(atOnce, byCharacter)).allSatisfy((response) -> {
			assertThat(response.reasoning()).isEqualTo(reasoning);
			assertThat(response.content()).isEqualTo(content);
		});
	}

	@Test
	void textWithoutTagsIsGivenOutAtOnce() {
		read("a", "b");
		assertThat(this.events).containsExactly(new ChatEvent.TextDelta("a"), new ChatEvent.TextDelta("b"));
	}

	@Test
	void onlyWhatMayBeATagIsHeldBack() {
		read("<think>ab<", "/thi", "s is", "</think>", "c");
		assertThat(this.events).containsExactly(new ChatEvent.ReasoningDelta("ab"),
				new ChatEvent.ReasoningDelta("</this is"), new ChatEvent.TextDelta("c"));
	}

}
