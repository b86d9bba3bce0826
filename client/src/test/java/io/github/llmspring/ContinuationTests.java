package io.github.llmspring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ChatPrompt#continueOn}.
 */
class ContinuationTests {

	private static final Message EARLIER = Message.tool(new Content.ToolResult("1", "weather", "sunny", false));

	private static LlmException brokenOff(Content... content) {
		ChatResponse.Builder sofar = ChatResponse.builder();
		List.of(content).forEach(sofar::content);
		return LlmException.builder(Reason.STREAM_TRUNCATED, "broke off").partial(sofar.build()).build();
	}

	private static LlmException failure(ChatPrompt prompt) {
		return catchThrowableOfType(LlmException.class, () -> prompt.stream().events().blockLast());
	}

	@Test
	void textSoFarGoesAlongWithoutWhatItsModelThought() {
		LlmException broken = brokenOff(new Content.Reasoning("hm"), new Content.Text("One, two"));
		ScriptedProvider provider = ScriptedProvider.of(Flux.error(broken), ScriptedProvider.answer(", three"));
		ChatPrompt prompt = ChatClient.of(provider).prompt("Count").system("Be brief.").model("a");
		LlmException failure = failure(prompt);
		List<String> rest = prompt.continueOn("b/x", failure).stream().content().collectList().block();
		assertThat(rest).containsExactly(", three");
		ChatRequest request = provider.requests().get(1);
		assertThat(request.model()).isEqualTo("b/x");
		assertThat(request.deadline()).isNull();
		assertThat(request.messages()).startsWith(Message.system("Be brief."), Message.user("Count"),
				Message.assistant("One, two"));
		assertThat(request.messages()).hasSize(4).last().satisfies((wish) -> {
			assertThat(wish.role()).isEqualTo(Role.USER);
			assertThat(wish.text()).startsWith("Your answer was cut off.");
		});
	}

	@Test
	void turnsOfToolsThatHaveRunGoAlong() {
		LlmException failure = LlmException.builder(Reason.CONNECTION, "broke off")
			.partial(ChatResponse.builder().earlier(List.of(EARLIER)).content(new Content.Text("It is")).build())
			.build();
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.answer(" sunny"));
		ChatClient.of(provider).prompt("Weather?").continueOn("b", failure).stream().events().blockLast();
		assertThat(provider.requests().get(0).messages()).startsWith(Message.user("Weather?"), EARLIER,
				Message.assistant("It is"));
	}

	@Test
	void callsOfToolsAreNotGoneOnWith() {
		LlmException failure = brokenOff(new Content.Text("I look"), new Content.ToolCall("1", "weather", "{}"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatClient.of(ScriptedProvider.of()).prompt("a").continueOn("b", failure))
			.withMessageContaining("amid calls of tools");
	}

	@Test
	void nothingIsNotGoneOnWith() {
		ChatPrompt prompt = ChatClient.of(ScriptedProvider.of()).prompt("a");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> prompt.continueOn("b", LlmException.of(Reason.CONNECTION, "no answer")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> prompt.continueOn("b", brokenOff(new Content.Reasoning("hm"))));
	}

	@Test
	void whatIsLeftOfTheTimeHolds() {
		ScriptedProvider provider = ScriptedProvider.of(Flux.error(brokenOff(new Content.Text("One"))),
				ScriptedProvider.answer(", two"));
		ChatPrompt prompt = ChatClient.of(provider).prompt("Count").timeout(Duration.ofSeconds(30));
		LlmException failure = failure(prompt);
		assertThat(failure.deadline()).isNotNull().isEqualTo(provider.requests().get(0).deadline());
		prompt.continueOn("b", failure).stream().events().blockLast();
		assertThat(provider.requests().get(1).deadline()).isEqualTo(failure.deadline());
	}

	@Test
	void withoutTimeNothingIsSent() {
		ScriptedProvider provider = ScriptedProvider.of();
		LlmException over = brokenOff(new Content.Text("One")).toBuilder()
			.deadline(Instant.now().minusMillis(1))
			.build();
		LlmException failure = catchThrowableOfType(LlmException.class,
				() -> ChatClient.of(provider).prompt("Count").continueOn("b", over));
		assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_TOTAL);
		assertThat(failure.partial()).isSameAs(over.partial());
		assertThat(provider.exchanges()).isZero();
	}

}
