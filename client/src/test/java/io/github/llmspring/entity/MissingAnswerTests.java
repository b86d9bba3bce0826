package io.github.llmspring.entity;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/**
 * Tests of values that are asked of a provider whose events end without a whole answer.
 */
class MissingAnswerTests {

	private static final String PROBLEM = "The events ended without a ChatEvent.Completed, which every ChatProvider has to end with";

	static List<Flux<ChatEvent>> endings() {
		return List.of(Flux.empty(), Flux.just(new ChatEvent.TextDelta("{")));
	}

	@ParameterizedTest
	@MethodSource("endings")
	void valueIsTheProvidersFault(Flux<ChatEvent> events) {
		StepVerifier.create(ChatClient.of((request) -> events).prompt("Where?").mono(City.class))
			.verifyErrorMessage(PROBLEM);
	}

	@ParameterizedTest
	@MethodSource("endings")
	void streamedValueIsTheProvidersFault(Flux<ChatEvent> events) {
		StepVerifier
			.create(ChatClient.of((request) -> events).prompt("Where?").stream().entity(City.class).ignoreElements())
			.verifyErrorMessage(PROBLEM);
	}

	@ParameterizedTest
	@MethodSource("endings")
	void valueThatWasToBeMendedIsTheProvidersFault(Flux<ChatEvent> events) {
		ChatEvent wrong = new ChatEvent.Completed(ChatResponse.builder()
			.content(new Content.Text("Oslo"))
			.finishReason(FinishReason.STOP, "stop")
			.build());
		Queue<Flux<ChatEvent>> turns = new ArrayDeque<>(List.of(Flux.just(wrong), events));
		StepVerifier.create(ChatClient.of((request) -> turns.remove()).prompt("Where?").mono(City.class))
			.verifyErrorMessage(PROBLEM);
	}

	record City(String name) {
	}

}
