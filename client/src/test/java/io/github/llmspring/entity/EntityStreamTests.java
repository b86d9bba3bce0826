package io.github.llmspring.entity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for values that grow while the answer arrives.
 */
class EntityStreamTests {

	private static <T> List<T> values(Turns turns, Class<T> type) {
		return Objects.requireNonNull(turns.client().prompt("?").stream().entity(type).collectList().block());
	}

	@Test
	void valuesGrowUntilTheLastIsWhole() {
		Turns turns = Turns.of("{\"title\": \"Soup\", \"minutes\": 45, \"steps\": [\"Cut\", \"Cook\"]}").piecesOf(6);
		assertThat(values(turns, Recipe.class)).containsExactly(new Recipe(null, 0, null), new Recipe("S", 0, null),
				new Recipe("Soup", 0, null), new Recipe("Soup", 45, null), new Recipe("Soup", 45, List.of("Cut")),
				new Recipe("Soup", 45, List.of("Cut", "Coo")), new Recipe("Soup", 45, List.of("Cut", "Cook")));
		assertThat(turns.requests()).hasSize(1);
		assertThat(turns.requests().get(0).streaming()).isTrue();
		assertThat(turns.requests().get(0).outputFormat()).isNotNull();
	}

	@Test
	void nothingIsSaidTwice() {
		Turns turns = Turns.of("{\"title\": \"Long words\", \"minutes\": 45, \"steps\": []}").piecesOf(1);
		assertThat(values(turns, Recipe.class)).doesNotHaveDuplicates()
			.hasSize(1 + "Long words".length() + 1 + 1)
			.endsWith(new Recipe("Long words", 45, List.of()));
	}

	@Test
	void valueWithoutEqualsIsNotSaidTwiceEither() {
		List<Plain> values = values(Turns.of("{\"name\": \"Ann\", \"age\": 3}").piecesOf(4), Plain.class);
		assertThat(values).extracting((value) -> value.name + value.age).doesNotHaveDuplicates().endsWith("Ann3");
	}

	@Test
	void listsGrow() {
		Turns turns = Turns.of("Sure!\n```json\n{\"value\": [1, 2, 3]}\n```").piecesOf(2);
		assertThat(turns.client().prompt("?").stream().entity(new ParameterizedTypeReference<List<Integer>>() {
		}).collectList().block()).containsExactly(List.of(), List.of(1), List.of(1, 2), List.of(1, 2, 3));
	}

	@Test
	void halfOfADateOrConstantIsNoneAndNothingGoesBackwards() {
		Turns turns = Turns
			.of("{\"kind\": \"LARGER\", \"day\": \"2026-11-27\", \"days\": [\"2026-11-27\", \"2026-11-28\"]}")
			.piecesOf(1);
		assertThat(values(turns, Plan.class)).containsExactly(new Plan(null, null, null),
				new Plan(Kind.LARGE, null, null), new Plan(Kind.LARGER, null, null),
				new Plan(Kind.LARGER, LocalDate.of(2026, 11, 27), null),
				new Plan(Kind.LARGER, LocalDate.of(2026, 11, 27), List.of()),
				new Plan(Kind.LARGER, LocalDate.of(2026, 11, 27), List.of(LocalDate.of(2026, 11, 27))),
				new Plan(Kind.LARGER, LocalDate.of(2026, 11, 27),
						List.of(LocalDate.of(2026, 11, 27), LocalDate.of(2026, 11, 28))));
	}

	@Test
	void typeThatRejectsWhatIsAbsentHasNoValueBeforeItIsThere() {
		assertThat(values(Turns.of("{\"first\": \"Ann\", \"last\": \"Lee\"}"), Complete.class))
			.containsExactly(new Complete("Ann", "L"), new Complete("Ann", "Lee"));
	}

	@Test
	void lastValueIsCheckedAndMended() {
		Turns turns = Turns
			.of("{\"title\": \"Soup\", \"minutes\": \"5\", \"steps\": []}",
					"{\"title\": \"Stew\", \"minutes\": 5, \"steps\": []}")
			.piecesOf(100);
		assertThat(values(turns, Recipe.class)).containsExactly(new Recipe("Soup", 5, List.of()),
				new Recipe("Stew", 5, List.of()));
		assertThat(turns.complaint(1)).contains("/minutes");
	}

	@Test
	void streamWhoseAnswerCannotBeMendedFails() {
		StepVerifier.create(Turns.of("{}", "{}", "{}").client().prompt("?").stream().entity(Recipe.class))
			.expectNext(new Recipe(null, 0, null))
			.verifyErrorSatisfies(
					(ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.MALFORMED_RESPONSE));
	}

	@Test
	void streamThatWasCutOffFailsAfterTheValuesSoFar() {
		ChatResponse cut = Turns.turn("{\"title\": \"Soup", FinishReason.LENGTH, "length").build();
		StepVerifier.create(Turns.of(cut).piecesOf(100).client().prompt("?").stream().entity(Recipe.class))
			.expectNext(new Recipe("Soup", 0, null))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.OUTPUT_TRUNCATED));
	}

	@Test
	void refusalIsNoValue() {
		ChatResponse refusal = Turns.turn("I will not.", FinishReason.CONTENT_FILTER, "refusal").build();
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> values(Turns.of(refusal), Recipe.class))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.REFUSED));
	}

	@Test
	void demandAndCancellingReachTheProvider() {
		List<String> signals = new ArrayList<>();
		ChatClient client = ChatClient.of((request) -> Flux
			.<ChatEvent>just(new ChatEvent.TextDelta("{"), new ChatEvent.TextDelta("\"title\""),
					new ChatEvent.TextDelta(": \"A"), new ChatEvent.TextDelta("B"), new ChatEvent.TextDelta("C"))
			.doOnNext((event) -> signals.add("piece"))
			.doOnCancel(() -> signals.add("cancel")));
		StepVerifier.create(client.prompt("?").stream().entity(Recipe.class), 0)
			.thenRequest(1)
			.expectNext(new Recipe(null, 0, null))
			.then(() -> assertThat(signals).containsExactly("piece"))
			.thenRequest(1)
			.expectNext(new Recipe("A", 0, null))
			.then(() -> assertThat(signals).hasSize(3))
			.thenCancel()
			.verify();
		assertThat(signals).containsExactly("piece", "piece", "piece", "cancel");
	}

	@Test
	void textOfATurnThatCalledToolsIsNoValue() {
		ChatResponse turn = Turns.turn("{\"title\": \"hm\"", FinishReason.TOOL_CALLS, "tool_calls").build();
		ChatResponse answer = Turns.turn("{\"title\":\"Soup\",\"minutes\":1,\"steps\":[]}", FinishReason.STOP, "stop")
			.build();
		ChatClient client = ChatClient
			.of((request) -> Flux.just(new ChatEvent.TextDelta("Let me see {"), new ChatEvent.TurnCompleted(turn),
					new ChatEvent.ToolAnswered(new Content.ToolResult("c1", "clock", "12", false)),
					new ChatEvent.TextDelta(answer.content()), new ChatEvent.Completed(answer)));
		assertThat(client.prompt("?").stream().entity(Recipe.class).collectList().block()).last()
			.isEqualTo(new Recipe("Soup", 1, List.of()));
	}

	record Recipe(@Nullable String title, int minutes, @Nullable List<String> steps) {
	}

	enum Kind {

		LARGE, LARGER

	}

	record Plan(@Nullable Kind kind, @Nullable LocalDate day, @Nullable List<LocalDate> days) {
	}

	record Complete(String first, String last) {

		Complete {
			Objects.requireNonNull(first);
			Objects.requireNonNull(last);
		}

	}

	static class Plain {

		public @Nullable String name;

		public int age;

	}

}
