package io.github.llmspring.tools;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an answer in several turns tells the attempts of all.
 */
class ToolLoopAttemptsTests {

	private static final ChatRequest REQUEST = ChatRequest.builder()
		.tools(List
			.of(new ToolDefinition("now", "The time", "{\"type\":\"object\"}", (invocation) -> ToolOutput.of("noon"))))
		.build();

	private static Attempt attempt(String model, Reason reason) {
		return new Attempt(new ModelAddress("acme", model), reason, null, Duration.ZERO, Duration.ZERO);
	}

	private static Flux<ChatEvent> turn(Content content, FinishReason reason, Attempt... attempts) {
		ChatResponse response = ChatResponse.builder().content(content).finishReason(reason, null).build();
		return Flux.just(new ChatEvent.Completed(response.withAttempts(List.of(attempts))));
	}

	private static Flux<ChatEvent> call() {
		return turn(new Content.ToolCall("1", "now", "{}"), FinishReason.TOOL_CALLS, attempt("a", Reason.OVERLOADED),
				attempt("b", null));
	}

	@Test
	void answerTellsTheAttemptsOfAllTurns() {
		ScriptedProvider provider = ScriptedProvider.of(call(),
				turn(new Content.Text("noon"), FinishReason.STOP, attempt("c", null)));
		ChatEvent event = new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL).send(REQUEST)
			.blockLast(Duration.ofSeconds(10));
		assertThat(((ChatEvent.Completed) event).response().attempts()).containsExactly(attempt("a", Reason.OVERLOADED),
				attempt("b", null), attempt("c", null));
	}

	@Test
	void failureTellsTheAttemptsOfAllTurns() {
		ScriptedProvider provider = ScriptedProvider.of(call(),
				Flux.error(LlmException.builder(Reason.CONNECTION, "broke")
					.attempts(List.of(attempt("c", Reason.CONNECTION)))
					.build()));
		StepVerifier.create(new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL).send(REQUEST))
			.expectErrorSatisfies((ex) -> assertThat(((LlmException) ex).attempts())
				.containsExactly(attempt("a", Reason.OVERLOADED), attempt("b", null), attempt("c", Reason.CONNECTION)))
			.verify(Duration.ofSeconds(10));
	}

}
