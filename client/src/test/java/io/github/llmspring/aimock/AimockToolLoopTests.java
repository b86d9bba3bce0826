package io.github.llmspring.aimock;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.tools.Tools;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tool loops against a server of others.
 * <p>
 * It deviates from the services in what it says and reads: a turn of {@code gemini} that
 * calls functions finishes with {@code FUNCTION_CALL} instead of {@code STOP}, and the
 * results of functions are matched by name and order instead of by id; what is attached
 * to thinking is never asked back.
 */
@ExtendWith(AimockExtension.class)
class AimockToolLoopTests {

	private static final Content.ToolCall OSLO = new Content.ToolCall("call_oslo", "temperature",
			"{\"city\":\"Oslo\"}");

	private static final Content.ToolCall ROME = new Content.ToolCall("call_rome", "temperature",
			"{\"city\":\"Rome\"}");

	private static final Content.ToolCall DIFFERENCE = new Content.ToolCall("call_difference", "difference",
			"{\"first\":25,\"second\":5}");

	private final Queue<String> ran = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Integer> rome = new CompletableFuture<>();

	/**
	 * Cannot answer for Oslo until it has answered for Rome, which was asked for later.
	 */
	private final ToolDefinition temperature = Tools.function("temperature", "Temperature in a city", City.class,
			(city) -> {
				if (city.city().equals("Rome")) {
					this.ran.add("Rome");
					this.rome.complete(25);
					return 25;
				}
				this.rome.orTimeout(10, TimeUnit.SECONDS).join();
				this.ran.add("Oslo");
				return 5;
			});

	private final ToolDefinition difference = Tools.function("difference", "Difference of two numbers", Pair.class,
			(pair) -> {
				this.ran.add("difference");
				return pair.first() - pair.second();
			});

	static Stream<Arguments> servicesAndModes() {
		return Stream.of(Service.values()).flatMap(AimockToolLoopTests::inBothModes);
	}

	static Stream<Service> servicesThatTellAll() {
		return Stream.of(Service.values()).filter(Service::tellsCallIds).filter(Service::tellsThinking);
	}

	static Stream<Arguments> servicesThatTellAllAndModes() {
		return servicesThatTellAll().flatMap(AimockToolLoopTests::inBothModes);
	}

	static Stream<Arguments> otherServicesAndModes() {
		return Stream.of(Service.values())
			.filter((service) -> !service.tellsCallIds() || !service.tellsThinking())
			.flatMap(AimockToolLoopTests::inBothModes);
	}

	private static Stream<Arguments> inBothModes(Service service) {
		return Stream.of(Arguments.of(service, false), Arguments.of(service, true));
	}

	private ChatPrompt prompt(Caller caller, String question) {
		return caller.client().prompt(question).tools(this.temperature, this.difference);
	}

	@ParameterizedTest
	@MethodSource("servicesThatTellAllAndModes")
	void loopOfThreeTurnsWithParallelCallsEndsInAnAnswer(Service service, boolean streaming, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			ChatResponse answer = Caller
				.answer(Caller.events(prompt(caller, "Which city is warmer, Oslo or Rome?"), streaming));
			assertThat(answer.content()).isEqualTo("Rome is 20 degrees warmer.");
			assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
			assertThat(this.ran).containsExactly("Rome", "Oslo", "difference");
			assertThat(answer.messages()).extracting(Message::role)
				.containsExactly(Role.ASSISTANT, Role.TOOL, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT);
			assertThat(answer.messages().get(0).pieces(Content.Reasoning.class)).extracting(Content.Reasoning::text)
				.containsExactly("I have to ask twice.");
			assertThat(answer.messages().get(0).text()).isEqualTo("Let me look.");
			assertThat(answer.messages().get(1))
				.isEqualTo(Message.tool(Content.ToolResult.of(OSLO, "5"), Content.ToolResult.of(ROME, "25")));
			assertThat(answer.messages().get(3)).isEqualTo(Message.tool(Content.ToolResult.of(DIFFERENCE, "20")));
			assertThat(answer.usage().outputTokens()).isEqualTo(12);
		}
	}

	@ParameterizedTest
	@MethodSource("servicesThatTellAllAndModes")
	void serverUnderstandsCallsAndResultsInTheirOrder(Service service, boolean streaming, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			Caller.events(prompt(caller, "Which city is warmer, Oslo or Rome?"), streaming);
			List<JsonNode> requests = caller.requests();
			assertThat(requests).hasSize(3);
			assertThat(requests).allSatisfy((request) -> {
				assertThat(request.path("stream").asBoolean()).isEqualTo(streaming);
				assertThat(request.path("tools").valueStream().map((tool) -> tool.at("/function/name").asString()))
					.containsExactly("temperature", "difference");
			});
			assertThatServerUnderstands(requests.get(2).path("messages"));
		}
	}

	/**
	 * The second turn is asked of another provider than the first and the last, as where
	 * a provider fails amid a loop.
	 */
	@ParameterizedTest
	@MethodSource("orderedPairsAndModes")
	void turnsOfALoopMayBeOfDifferentServices(Service first, Service second, boolean streaming, Aimock aimock) {
		try (Caller caller = new Caller(aimock, first); Caller other = new Caller(aimock, second)) {
			ChatClient client = Assembly.client((request) -> (request.messages().size() == 3)
					? other.provider().send(request) : caller.provider().send(request));
			ChatPrompt prompt = client.prompt("Which city is warmer, Oslo or Rome?")
				.tools(this.temperature, this.difference);
			ChatResponse answer = Caller.answer(Caller.events(prompt, streaming));
			assertThat(answer.content()).isEqualTo("Rome is 20 degrees warmer.");
			assertThat(caller.requests()).hasSize(2);
			assertThat(other.requests()).hasSize(1);
			assertThatServerUnderstands(caller.requests().get(1).path("messages"));
		}
	}

	/**
	 * One service for each wire format.
	 */
	static Stream<Arguments> orderedPairsAndModes() {
		List<Service> services = List.of(Service.OPENAI_CHAT, Service.OPENAI_RESPONSES, Service.ANTHROPIC,
				Service.GEMINI, Service.BEDROCK);
		return services.stream()
			.flatMap(AimockToolLoopTests::inBothModes)
			.map(Arguments::get)
			.flatMap((first) -> services.stream().map((second) -> Arguments.of(first[0], second, first[1])));
	}

	/**
	 * Neither ids of calls nor thinking: the services below lack the former, or the
	 * server tells the latter in its own way.
	 */
	@ParameterizedTest
	@MethodSource("otherServicesAndModes")
	void resultsWithoutIdsComeInTheOrderOfTheirCalls(Service service, boolean streaming, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			ChatResponse answer = Caller
				.answer(Caller.events(prompt(caller, "Which city is colder, Oslo or Rome?"), streaming));
			assertThat(answer.content()).isEqualTo("Oslo is 20 degrees colder.");
			assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
			assertThat(this.ran).containsExactly("Rome", "Oslo", "difference");
			List<JsonNode> requests = caller.requests();
			assertThat(requests).hasSize(3);
			JsonNode messages = requests.get(2).path("messages");
			assertThat(roles(messages)).containsExactly("user", "assistant", "tool", "assistant", "tool");
			assertThat(calls(messages).map(AimockToolLoopTests::withoutId)).containsExactly(
					"temperature {\"city\":\"Oslo\"}", "temperature {\"city\":\"Rome\"}",
					"difference {\"first\":25,\"second\":5}");
			assertThat(results(messages).map(AimockToolLoopTests::withoutId)).containsExactly("5", "25", "20");
		}
	}

	private static String withoutId(String text) {
		return text.substring(text.indexOf(' ') + 1);
	}

	private static void assertThatServerUnderstands(JsonNode messages) {
		assertThat(roles(messages)).containsExactly("user", "assistant", "tool", "assistant", "tool");
		assertThat(calls(messages)).containsExactly("call_oslo temperature {\"city\":\"Oslo\"}",
				"call_rome temperature {\"city\":\"Rome\"}", "call_difference difference {\"first\":25,\"second\":5}");
		assertThat(results(messages)).containsExactly("call_oslo 5", "call_rome 25", "call_difference 20");
	}

	/**
	 * Who speaks, turn by turn; each item of {@code openai-responses} is a message.
	 */
	private static List<String> roles(JsonNode messages) {
		List<String> roles = new ArrayList<>();
		for (JsonNode message : messages) {
			String role = message.path("role").asString();
			if (roles.isEmpty() || !roles.get(roles.size() - 1).equals(role)) {
				roles.add(role);
			}
		}
		return roles;
	}

	private static Stream<String> calls(JsonNode messages) {
		return messages.valueStream()
			.flatMap((message) -> message.path("tool_calls").valueStream())
			.map((call) -> call.path("id").asString() + " " + call.at("/function/name").asString() + " "
					+ call.at("/function/arguments").asString());
	}

	/**
	 * Results by the id of their call; {@code gemini} wraps each into an object.
	 */
	private static Stream<String> results(JsonNode messages) {
		return messages.valueStream()
			.filter((message) -> message.path("role").asString().equals("tool"))
			.map((message) -> message.path("tool_call_id").asString() + " "
					+ message.path("content").asString().replaceAll("^\\{\"output\":\"(.*)\"}$", "$1"));
	}

	@ParameterizedTest
	@MethodSource("servicesThatTellAll")
	void streamHoldsTheEventsOfAllTurns(Service service, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			List<ChatEvent> events = Caller.events(prompt(caller, "Which city is warmer, Oslo or Rome?"), true);
			assertThat(events.stream()
				.filter(ChatEvent.TextDelta.class::isInstance)
				.map((event) -> ((ChatEvent.TextDelta) event).text())
				.reduce("", String::concat)).isEqualTo("Let me look.Rome is 20 degrees warmer.");
			assertThat(events.stream()
				.filter(ChatEvent.ToolAnswered.class::isInstance)
				.map((event) -> ((ChatEvent.ToolAnswered) event).result().toolCallId()))
				.containsExactly("call_oslo", "call_rome", "call_difference");
			assertThat(events).filteredOn(ChatEvent.TurnCompleted.class::isInstance).hasSize(2);
		}
	}

	@ParameterizedTest
	@MethodSource("servicesAndModes")
	void failureAfterAToolRanIsNotRetryable(Service service, boolean streaming, Aimock aimock) {
		this.rome.complete(25);
		try (Caller caller = new Caller(aimock, service)) {
			LlmException failure = catchThrowableOfType(LlmException.class,
					() -> Caller.events(prompt(caller, "This fails later."), streaming));
			assertThat(failure.reason()).isEqualTo(Reason.SERVER_ERROR);
			assertThat(failure.retryable()).isFalse();
			assertThat(failure.getMessage()).contains("It broke");
			assertThat(this.ran).containsExactly("Oslo");
		}
	}

	/**
	 * Where a call comes in one piece, the stream is cut between calls; that of
	 * {@code ollama} has no place for it, since all come in one line.
	 */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OLLAMA")
	void streamCutAmidACallRunsNoTool(Service service, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			LlmException failure = catchThrowableOfType(LlmException.class,
					() -> Caller.events(prompt(caller, "This is cut."), true));
			assertThat(failure.reason()).isEqualTo(Reason.STREAM_TRUNCATED);
			assertThat(failure.retryable()).isTrue();
			assertThat(failure.partial()).isNotNull();
			assertThat(failure.partial().content()).isEqualTo("Let me look.");
			Content.ToolCall call = failure.partial().toolCalls().get(0);
			assertThat(call.id()).isEqualTo("call_oslo");
			assertThat(call.arguments()).startsWith("{\"city\":\"Oslo");
			assertThat(call.arguments().endsWith("}")).isEqualTo(service.callsAtOnce());
			assertThat(this.ran).isEmpty();
			assertThat(caller.requests()).hasSize(1);
		}
	}

	record City(String city) {
	}

	record Pair(int first, int second) {
	}

}
