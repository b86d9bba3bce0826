package io.github.llmspring.entity;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EntityResponse;
import io.github.llmspring.EntitySource;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.schema.WithoutLibraries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for answers that are values of Java types.
 */
class EntityTests {

	private static final String OSLO = "{\"name\": \"Oslo\", \"people\": 700000}";

	private static final City CITY = new City("Oslo", 700000, Optional.empty());

	private static City city(Object... turns) {
		return Turns.of(turns).client().prompt("A city").entity(City.class);
	}

	private static LlmException failure(Turns turns) {
		LlmException[] failure = new LlmException[1];
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> turns.client().prompt("A city").entity(City.class))
			.satisfies((ex) -> failure[0] = ex);
		return failure[0];
	}

	@Test
	void answerBecomesAValue() {
		Turns turns = Turns.of(OSLO);
		EntityResponse<City> response = turns.client().prompt("A city").call(City.class);
		assertThat(response.entity()).isEqualTo(CITY);
		assertThat(response.response().content()).isEqualTo(OSLO);
		assertThat(response.response().usage().totalTokens()).isEqualTo(12);
		ChatRequest request = turns.requests().get(0);
		assertThat(request.outputFormat().name()).isEqualTo("City");
		assertThat(request.outputFormat().schema()).contains("\"people\":{\"type\":\"integer\"}", "\"required\"");
		assertThat(request.streaming()).isFalse();
	}

	@Test
	void everySubscriptionAsks() {
		Turns turns = Turns.of(OSLO, OSLO);
		Mono<EntityResponse<City>> later = turns.client().prompt("A city").mono(City.class);
		assertThat(turns.requests()).isEmpty();
		assertThat(later.block()).isEqualTo(later.block());
		assertThat(turns.requests()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "```json\n%s\n```", "```\n%s```", "Here you are: %s", "%s\n\nAnything else?",
			"According to [1] and [2]:\n\n```json\n%s\n```\n\nUse { with care.", "\n\n %s \n",
			"A {place} it is: %s Enjoy \"Oslo\"!", "\uFEFF%s" })
	void wordsAndFencesAroundTheAnswerAreNoFault(String around) {
		assertThat(city(around.formatted(OSLO))).isEqualTo(CITY);
	}

	@Test
	void bracketsAndQuotesWithinTextsAreNoEnd() {
		assertThat(city("So: {\"name\": \"}\\\"]{\", \"people\": 1} there"))
			.isEqualTo(new City("}\"]{", 1, Optional.empty()));
	}

	@Test
	void answerOfWhichThereAreTwoIsNotGuessedAt() {
		Turns turns = Turns.of("Either " + OSLO + " or {\"name\": \"Bergen\", \"people\": 1}", OSLO);
		assertThat(turns.client().prompt("A city").entity(City.class)).isEqualTo(CITY);
		assertThat(turns.complaint(1)).contains("there are 2 JSON documents that fit, one is wanted");
	}

	@Test
	void whatIsWrongGoesBackToTheModel() {
		Turns turns = Turns.of("{\"name\": \"Oslo\", \"people\": \"many\"}", OSLO);
		EntityResponse<City> response = turns.client()
			.prompt("A city")
			.system("Be brief")
			.options(ChatOptions.builder().temperature(0.0).build())
			.call(City.class);
		assertThat(response.entity()).isEqualTo(CITY);
		ChatRequest first = turns.requests().get(0);
		ChatRequest second = turns.requests().get(1);
		assertThat(second.messages()).startsWith(first.messages().toArray(Message[]::new))
			.hasSize(first.messages().size() + 2);
		assertThat(second.messages().get(2)).isEqualTo(Message.assistant("{\"name\": \"Oslo\", \"people\": \"many\"}"));
		assertThat(turns.complaint(1)).startsWith("Your answer does not fit the JSON Schema: /people: ")
			.contains("string found, integer expected");
		assertThat(second.outputFormat()).isEqualTo(first.outputFormat());
		assertThat(second.options()).isEqualTo(first.options());
	}

	@Test
	void typeThatJsonCannotBecomeIsNotTheModelsFault() {
		Turns turns = Turns.of("{}");
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> turns.client().prompt("A task").entity(Runnable.class))
			.withMessageContaining("no Runnable can be asked for. java.lang.Runnable cannot be made of JSON: ")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.INVALID_REQUEST));
		assertThat(turns.requests()).hasSize(1);
	}

	@Test
	void usageAndWarningsAreThoseOfAllTurnsAndTheConversationHoldsOnlyTheLast() {
		ChatResponse wrong = Turns.turn("{}", FinishReason.STOP, "stop").warnings(List.of("no seed")).build();
		ChatResponse right = Turns.turn(OSLO, FinishReason.STOP, "stop").warnings(List.of("no seed", "slow")).build();
		ChatResponse answer = Turns.of(wrong, wrong, right).client().prompt("A city").call(City.class).response();
		assertThat(answer.usage().inputTokens()).isEqualTo(30);
		assertThat(answer.usage().outputTokens()).isEqualTo(6);
		assertThat(answer.warnings()).containsExactly("no seed", "slow");
		assertThat(answer.messages()).containsExactly(Message.assistant(OSLO));
	}

	@Test
	void answerThatDoesNotFitAfterTwoRepairsFailsWithTheLastOne() {
		Turns turns = Turns.of("{}", "{\"name\": 1}", "{\"name\": \"Oslo\"}");
		LlmException failure = failure(turns);
		assertThat(failure.reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		assertThat(failure).hasMessageStartingWith("acme/m1: the answer is no City, asked 3 times: ")
			.hasMessageContaining("required property 'people' not found");
		assertThat(failure.retryable()).isFalse();
		assertThat(failure.partial().content()).isEqualTo("{\"name\": \"Oslo\"}");
		assertThat(failure.partial().usage().totalTokens()).isEqualTo(36);
		assertThat(turns.requests()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\": \"Oslo\", \"people\": \"700000\"}", "{\"name\": \"Oslo\", \"people\": null}",
			"{\"name\": \"Oslo\", \"people\": 1.5}", "{\"name\": \"Oslo\", \"people\": 99999999999}",
			"{\"name\": \"Oslo\", \"people\": 1, \"mayor\": \"Ann\"}",
			"{\"name\": \"Oslo\", \"name\": \"Bergen\", \"people\": 1}", "{\"name\": \"Oslo\", \"people\": 1,}",
			"[" + OSLO + "]", "I do not know any.", "", "null", "{'name': 'Oslo', 'people': 1}",
			"{\"name\": \"Oslo\", \"people\": 1, \"founded\": \"long ago\"}" })
	void answerThatDoesNotFitIsMended(String wrong) {
		Turns turns = Turns.of(wrong, OSLO);
		assertThat(turns.client().prompt("A city").entity(City.class)).isEqualTo(CITY);
		assertThat(turns.requests()).hasSize(2);
	}

	@Test
	void nullForWhatMayBeAbsentIsAbsence() {
		assertThat(city("{\"name\": \"Oslo\", \"people\": 700000, \"founded\": null}")).isEqualTo(CITY);
		assertThat(city("{\"name\": \"Oslo\", \"people\": 700000, \"founded\": \"1048-01-01\"}"))
			.isEqualTo(new City("Oslo", 700000, Optional.of(LocalDate.of(1048, 1, 1))));
	}

	@Test
	void nestingWithoutEndIsAnAnswerThatDoesNotFit() {
		Turns turns = Turns.of("[".repeat(10_000) + "]".repeat(10_000), "{\"name\":".repeat(10_000), OSLO);
		assertThat(turns.client().prompt("A city").entity(City.class)).isEqualTo(CITY);
		assertThat(turns.complaint(1)).contains("nesting depth").hasSizeLessThan(1000);
	}

	@Test
	void refusalIsNoParseErrorAndNotMended() {
		Turns turns = Turns.of(Turns.turn("I will not.", FinishReason.CONTENT_FILTER, "refusal").build());
		LlmException failure = failure(turns);
		assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
		assertThat(failure).hasMessageStartingWith("acme/m1: the model refused: \"I will not.\" ");
		assertThat(failure.partial().content()).isEqualTo("I will not.");
		assertThat(turns.requests()).hasSize(1);
	}

	@Test
	void refusalThatWasToldApartIsQuoted() {
		LlmException failure = failure(
				Turns.of(Turns.turn("", FinishReason.CONTENT_FILTER, "stop").refusal("Not that.").build()));
		assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
		assertThat(failure).hasMessageContaining("the model refused: \"Not that.\" ");
	}

	@Test
	void missingLibraryIsNamed() throws Exception {
		EntitySource source = (EntitySource) Class
			.forName(CheckedEntitySource.class.getName(), true, new WithoutLibraries())
			.getConstructor()
			.newInstance();
		StepVerifier
			.create(source.ask(Turns.of(OSLO), ChatRequest.builder().build(),
					ParameterizedTypeReference.forType(City.class)))
			.verifyErrorSatisfies((ex) -> {
				assertThat(((LlmException) ex).reason()).isEqualTo(Reason.UNSUPPORTED);
				assertThat(ex).hasMessageContaining("add com.github.victools:jsonschema-generator, or use the starter");
			});
	}

	@Test
	void filteredAnswerIsNoParseErrorAndNotMended() {
		Turns turns = Turns.of(Turns.turn("", FinishReason.CONTENT_FILTER, "SAFETY").build());
		LlmException failure = failure(turns);
		assertThat(failure.reason()).isEqualTo(Reason.CONTENT_FILTERED);
		assertThat(failure).hasMessageContaining("the answer was filtered (SAFETY)");
		assertThat(turns.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\": \"Os", OSLO })
	void answerThatWasCutOffIsNoParseErrorAndNotMended(String text) {
		Turns turns = Turns.of(Turns.turn(text, FinishReason.LENGTH, "length").build());
		LlmException failure = failure(turns);
		assertThat(failure.reason()).isEqualTo(Reason.OUTPUT_TRUNCATED);
		assertThat(failure).hasMessageContaining("cut off by the limit of tokens, after " + text.length())
			.hasMessageEndingWith("Raise maxOutputTokens, or ask for less at once.");
		assertThat(failure.retryable()).isFalse();
		assertThat(failure.partial().content()).isEqualTo(text);
		assertThat(turns.requests()).hasSize(1);
	}

	@Test
	void refusalOfTheMendedAnswerIsARefusal() {
		LlmException failure = failure(
				Turns.of("{}", Turns.turn("No.", FinishReason.CONTENT_FILTER, "refusal").build()));
		assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
		assertThat(failure.partial().usage().totalTokens()).isEqualTo(24);
	}

	@Test
	void failureWhileMendingHoldsTheAnswerSoFar() {
		LlmException failure = failure(Turns.of("{}", LlmException.of(Reason.OVERLOADED, "too busy")));
		assertThat(failure.reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(failure.partial().content()).isEqualTo("{}");
	}

	@Test
	void nothingIsMendedWhenTheTimeIsOver() {
		Turns turns = Turns.of("{}", OSLO);
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> turns.client().prompt("A city").timeout(Duration.ZERO).entity(City.class))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMEOUT_TOTAL))
			.satisfies((ex) -> assertThat(ex.partial().content()).isEqualTo("{}"));
		assertThat(turns.requests()).hasSize(1);
	}

	@Test
	void allTurnsShareOneDeadline() {
		Turns turns = Turns.of("{}", OSLO);
		turns.client().prompt("A city").timeout(Duration.ofMinutes(1)).entity(City.class);
		assertThat(turns.requests()).extracting(ChatRequest::deadline).doesNotContainNull();
		assertThat(turns.requests().get(1).deadline()).isEqualTo(turns.requests().get(0).deadline());
	}

	@Test
	void whatIsNoObjectIsTheOnePropertyOfOne() {
		Turns turns = Turns.of("{\"value\": [" + OSLO + "]}");
		assertThat(turns.client().prompt("Cities").entity(new ParameterizedTypeReference<List<City>>() {
		})).containsExactly(CITY);
		assertThat(turns.requests().get(0).outputFormat().schema()).startsWith("{\"type\":\"object\"")
			.contains("\"required\":[\"value\"]");
		assertThat(turns.requests().get(0).outputFormat().name()).isEqualTo("List_City");
		assertThat(Turns.of("{\"value\": 42}").client().prompt("?").entity(int.class)).isEqualTo(42);
		assertThat(Turns.of("{\"value\": \"SMALL\"}").client().prompt("?").entity(Size.class)).isEqualTo(Size.SMALL);
		assertThat(Turns.of("{\"value\": \"yes\"}").client().prompt("?").entity(String.class)).isEqualTo("yes");
		assertThat(Turns.of("{\"value\": [1, 2]}").client().prompt("?").entity(int[].class)).containsExactly(1, 2);
	}

	@Test
	void valueWithoutTheObjectAroundItIsTakenToo() {
		assertThat(Turns.of("42").client().prompt("?").entity(int.class)).isEqualTo(42);
		assertThat(Turns.of("Here: [" + OSLO + "]")
			.client()
			.prompt("Cities")
			.entity(new ParameterizedTypeReference<List<City>>() {
			})).containsExactly(CITY);
	}

	@Test
	void mapsTreesAndSubtypesAreValuesToo() {
		assertThat(Turns.of("{\"Oslo\": 1}")
			.client()
			.prompt("?")
			.entity(new ParameterizedTypeReference<Map<String, Integer>>() {
			})).containsEntry("Oslo", 1);
		assertThat(Turns.of("{\"name\": \"a\", \"children\": [{\"name\": \"b\", \"children\": []}]}")
			.client()
			.prompt("?")
			.entity(Tree.class)).isEqualTo(new Tree("a", List.of(new Tree("b", List.of()))));
		assertThat(
				Turns.of("{\"value\": {\"kind\": \"circle\", \"radius\": 2}}").client().prompt("?").entity(Shape.class))
			.isEqualTo(new Circle(2));
	}

	@Test
	void valueThatItsOwnConstructorRejectsIsMended() {
		Turns turns = Turns.of("{\"from\": 3, \"to\": 2}", "{\"from\": 2, \"to\": 3}");
		assertThat(turns.client().prompt("?").entity(Range.class)).isEqualTo(new Range(2, 3));
		assertThat(turns.complaint(1)).contains("from is behind to");
	}

	@Test
	void argumentsOfAToolThatNobodyOfferedAreTheAnswer() {
		ChatResponse call = ChatResponse.builder()
			.content(new Content.ToolCall("c1", "City", OSLO))
			.finishReason(FinishReason.TOOL_CALLS, "tool_calls")
			.build();
		assertThat(city(call)).isEqualTo(CITY);
	}

	@Test
	void madeUpCallThatDoesNotFitGoesBackAsText() {
		ChatResponse call = ChatResponse.builder()
			.content(new Content.ToolCall("c1", "City", "{}"))
			.finishReason(FinishReason.TOOL_CALLS, "tool_calls")
			.build();
		Turns turns = Turns.of(call, OSLO);
		turns.client().prompt("?").entity(City.class);
		assertThat(turns.requests().get(1).messages().get(1)).isEqualTo(Message.assistant("{}"));
	}

	@Test
	void callForTheCallerIsNoAnswer() {
		ChatResponse call = ChatResponse.builder()
			.content(new Content.ToolCall("c1", "weather", "{}"))
			.finishReason(FinishReason.TOOL_CALLS, "tool_calls")
			.build();
		ChatClient client = Turns.of(call).client();
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> client.prompt("?").tools(new ToolDefinition("weather", "", "{}")).entity(City.class))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNSUPPORTED))
			.satisfies((ex) -> assertThat(ex.partial().toolCalls()).hasSize(1))
			.withMessageContaining("'weather'");
	}

	@Test
	void forcedChoiceOfAToolHoldsForTheFirstTurnOnly() {
		Turns turns = Turns.of("{}", OSLO);
		turns.client()
			.prompt("?")
			.options(ChatOptions.builder().toolChoice(ToolChoice.REQUIRED).build())
			.entity(City.class);
		assertThat(turns.requests()).extracting((request) -> request.options().toolChoice())
			.containsExactly(ToolChoice.REQUIRED, ToolChoice.AUTO);
	}

	@Test
	void emptyAnswerIsNotRepeatedToTheModel() {
		Turns turns = Turns.of("", OSLO);
		turns.client().prompt("?").entity(City.class);
		assertThat(turns.requests().get(1).messages()).extracting(Message::role).containsExactly(Role.USER, Role.USER);
	}

	@Test
	void threadThatMustNotWaitIsToldSo() {
		Mono<City> onEventLoop = Mono.fromCallable(() -> city(OSLO)).subscribeOn(Schedulers.parallel());
		assertThatIllegalStateException().isThrownBy(onEventLoop::block).withMessageStartingWith("entity(..) waits");
	}

	@Test
	void failureOfTheProviderPassesAsItIs() {
		StepVerifier
			.create(Turns.of(LlmException.of(Reason.OVERLOADED, "too busy")).client().prompt("?").mono(City.class))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).partial()).isNull());
	}

	record City(String name, int people, Optional<LocalDate> founded) {
	}

	record Tree(String name, List<Tree> children) {
	}

	record Range(int from, int to) {

		Range {
			if (from > to) {
				throw new IllegalArgumentException("from is behind to");
			}
		}

	}

	enum Size {

		SMALL, LARGE

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(double side) implements Shape {
	}

}
