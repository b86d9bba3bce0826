package io.github.llmspring.tools;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ToolLoopProvider}: turns, answers, events.
 */
class ToolLoopProviderTests {

	private static final Content.ToolCall OSLO = ScriptedProvider.call("c1", "temperature", "{\"city\":\"Oslo\"}");

	private static final Content.ToolCall ROME = ScriptedProvider.call("c2", "temperature", "{\"city\":\"Rome\"}");

	private static final ToolDefinition MANUAL = new ToolDefinition("confirm", "Asks the user",
			"{\"type\":\"object\"}");

	private final List<String> asked = new ArrayList<>();

	private final ToolDefinition temperature = Tools.function("temperature", "Temperature in a city", City.class,
			(city) -> {
				this.asked.add(city.city());
				return (city.city().equals("Oslo")) ? 5 : 25;
			});

	private static ChatClient client(ScriptedProvider provider) {
		return ChatClient
			.of(new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL, Runnable::run));
	}

	private ChatPrompt prompt(ScriptedProvider provider) {
		return client(provider).prompt("How warm is it?").tools(this.temperature);
	}

	@Test
	void modelIsAskedAgainWithTheResults() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO, ROME),
				ScriptedProvider.says("5 and 25."));
		ChatResponse response = prompt(provider).call();
		assertThat(response.content()).isEqualTo("5 and 25.");
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.usage()).isEqualTo(new Usage(20L, 0L, null, 4L, 0L, Map.of()));
		Message results = Message.tool(Content.ToolResult.of(OSLO, "5"), Content.ToolResult.of(ROME, "25"));
		assertThat(provider.requests().get(1).messages()).containsExactly(Message.user("How warm is it?"),
				Message.of(Role.ASSISTANT, OSLO, ROME), results);
		assertThat(response.messages()).containsExactly(Message.of(Role.ASSISTANT, OSLO, ROME), results,
				Message.assistant("5 and 25."));
	}

	@Test
	void streamHoldsTheEventsOfAllTurns() {
		ChatResponse first = ScriptedProvider.turn()
			.content(new Content.Text("Let me see. "))
			.content(OSLO)
			.content(ROME)
			.finishReason(FinishReason.TOOL_CALLS, "tool_calls")
			.build();
		ScriptedProvider provider = ScriptedProvider.of(first, ScriptedProvider.says("5 and 25."));
		List<ChatEvent> events = prompt(provider).stream().events().collectList().block();
		assertThat(events.subList(0, 7)).containsExactly(new ChatEvent.TextDelta("Let me see. "),
				new ChatEvent.ToolCallDelta(0, "c1", "temperature", "{\"city\":\"Oslo\"}"),
				new ChatEvent.ToolCallDelta(1, "c2", "temperature", "{\"city\":\"Rome\"}"),
				new ChatEvent.TurnCompleted(first), new ChatEvent.ToolAnswered(Content.ToolResult.of(OSLO, "5")),
				new ChatEvent.ToolAnswered(Content.ToolResult.of(ROME, "25")), new ChatEvent.TextDelta("5 and 25."));
		assertThat(events).hasSize(8);
		ChatResponse whole = prompt(ScriptedProvider.of(first, ScriptedProvider.says("5 and 25."))).call();
		assertThat(events.get(7)).isEqualTo(new ChatEvent.Completed(whole));
	}

	@Test
	void eachSubscriptionIsALoopOfItsOwn() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO), ScriptedProvider.says("5."),
				ScriptedProvider.calls(ROME), ScriptedProvider.says("25."));
		var twice = prompt(provider).mono();
		assertThat(twice.block().content()).isEqualTo("5.");
		assertThat(twice.block().content()).isEqualTo("25.");
		assertThat(provider.requests().get(3).messages()).hasSize(3);
	}

	@Test
	void demandIsKeptAcrossTurns() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO), ScriptedProvider.says("5."));
		StepVerifier.create(prompt(provider).stream().events(), 0)
			.thenRequest(2)
			.expectNextCount(2)
			.then(() -> assertThat(provider.requests()).hasSize(1))
			.thenRequest(1)
			.expectNextMatches(ChatEvent.ToolAnswered.class::isInstance)
			.thenRequest(1)
			.expectNext(new ChatEvent.TextDelta("5."))
			.thenRequest(1)
			.expectNextMatches(ChatEvent.Completed.class::isInstance)
			.verifyComplete();
	}

	@Test
	void cancellingEndsTheTurnThatRuns() {
		AtomicBoolean cancelled = new AtomicBoolean();
		ChatProvider silentAfterTools = (request) -> (request.messages().size() == 1)
				? Flux.just(new ChatEvent.Completed(ScriptedProvider.calls(OSLO)))
				: Flux.<ChatEvent>never().doOnCancel(() -> cancelled.set(true));
		ChatProvider loop = new ToolLoopProvider(silentAfterTools, ToolLoopSettings.DEFAULTS, ToolApproval.ALL,
				Runnable::run);
		Disposable subscription = ChatClient.of(loop)
			.prompt("Hi")
			.tools(this.temperature)
			.stream()
			.events()
			.subscribe();
		assertThat(this.asked).containsExactly("Oslo");
		assertThat(cancelled).isFalse();
		subscription.dispose();
		assertThat(cancelled).isTrue();
	}

	@Test
	void requestWithoutExecutableToolsPassesUntouched() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO));
		ChatResponse response = client(provider).prompt("Hi").tools(MANUAL).call();
		assertThat(response).isEqualTo(ScriptedProvider.calls(OSLO));
		assertThat(provider.requests().get(0).deadline()).isNull();
	}

	@Test
	void turnThatCallsAToolOfTheCallerIsTheCallers() {
		Content.ToolCall confirm = ScriptedProvider.call("c3", "confirm", "{}");
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ROME),
				ScriptedProvider.calls(OSLO, confirm));
		ChatResponse response = prompt(provider).tools(MANUAL).call();
		assertThat(response.toolCalls()).containsExactly(OSLO, confirm);
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(this.asked).containsExactly("Rome");
		assertThat(response.messages()).hasSize(3);
		ScriptedProvider next = ScriptedProvider.of(ScriptedProvider.says("Done."));
		client(next).prompt("How warm is it?")
			.messages(response.messages())
			.messages(Message.tool(Content.ToolResult.of(OSLO, "5"), Content.ToolResult.of(confirm, "yes")))
			.tools(this.temperature, MANUAL)
			.call();
		assertThat(next.requests().get(0).messages()).hasSize(5);
	}

	@Test
	void answerThatBrokeOffCallsNothing() {
		ChatResponse cut = ScriptedProvider.turn().content(OSLO).finishReason(FinishReason.LENGTH, "length").build();
		ScriptedProvider provider = ScriptedProvider.of(cut);
		assertThat(prompt(provider).call().toolCalls()).containsExactly(OSLO);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void whatAServiceWantsBackIsSentBack() {
		Content.Reasoning thought = new Content.Reasoning("hm", new ProviderData("anthropic", "signature"));
		ChatResponse turn = ScriptedProvider.turn()
			.content(thought)
			.content(OSLO)
			.finishReason(FinishReason.TOOL_CALLS, null)
			.build();
		ScriptedProvider provider = ScriptedProvider.of(turn, ScriptedProvider.says("5."));
		prompt(provider).call();
		assertThat(provider.requests().get(1).messages().get(1).content()).containsExactly(thought, OSLO);
	}

	@Test
	void toolMayEndTheTurnWithItsResult() {
		ToolDefinition report = Tools.function("report", "Shows the report", City.class,
				(city) -> ToolOutput.last("Report on " + city.city()));
		Content.ToolCall call = ScriptedProvider.call("c9", "report", "{\"city\":\"Oslo\"}");
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO, call));
		ChatResponse response = prompt(provider).tools(report).call();
		assertThat(response.content()).isEqualTo("Report on Oslo");
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.toolCalls()).isEmpty();
		assertThat(response.usage().inputTokens()).isEqualTo(10);
		assertThat(response.messages()).hasSize(3);
		assertThat(provider.requests()).hasSize(1);
		List<String> pieces = prompt(ScriptedProvider.of(ScriptedProvider.calls(OSLO, call))).tools(report)
			.stream()
			.content()
			.collectList()
			.block();
		assertThat(pieces).containsExactly("Report on Oslo");
	}

	@Test
	void choiceThatForcesACallHoldsForTheFirstTurnOnly() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO), ScriptedProvider.calls(ROME),
				ScriptedProvider.says("Done."));
		prompt(provider).options(ChatOptions.builder().toolChoice(ToolChoice.named("temperature")).build()).call();
		assertThat(provider.requests()).extracting((request) -> request.options().toolChoice())
			.containsExactly(ToolChoice.named("temperature"), ToolChoice.AUTO, ToolChoice.AUTO);
	}

	@Test
	void choiceThatForcesNothingStays() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO), ScriptedProvider.says("Done."));
		prompt(provider).call();
		assertThat(provider.requests().get(1).options()).isEqualTo(ChatOptions.NONE);
	}

	@Test
	void callThatTheChoiceForbidsIsNotRun() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO), ScriptedProvider.says("Cold."));
		ChatResponse response = prompt(provider).options(ChatOptions.builder().toolChoice(ToolChoice.NONE).build())
			.call();
		assertThat(response.content()).isEqualTo("Cold.");
		assertThat(this.asked).isEmpty();
		assertThat(provider.results(1))
			.containsExactly(Content.ToolResult.failed(OSLO, "No tool may be called for this answer. Answer without."));
		assertThat(provider.requests().get(1).options().toolChoice()).isEqualTo(ToolChoice.NONE);
	}

	@Test
	void warningsOfAllTurnsAreTold() {
		ChatResponse first = ScriptedProvider.calls(OSLO).toBuilder().warnings(List.of("a", "b")).build();
		ChatResponse second = ScriptedProvider.says("5.").toBuilder().warnings(List.of("b", "c")).build();
		assertThat(prompt(ScriptedProvider.of(first, second)).call().warnings()).containsExactlyInAnyOrder("a", "b",
				"c");
	}

	@Test
	void failureOfTheFirstTurnPassesAsItIs() {
		LlmException busy = LlmException.of(Reason.OVERLOADED, "busy");
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> prompt(ScriptedProvider.of(busy)).call())
			.satisfies((ex) -> assertThat(ex.retryable()).isTrue());
	}

	@Test
	void failureAfterToolsHaveRunIsNotRetryableAndTellsWhatWasDone() {
		ChatResponse begun = ChatResponse.builder()
			.content(new Content.Text("It is"))
			.usage(new Usage(20L, null, null, 1L, null, Map.of()))
			.build();
		LlmException cut = LlmException.builder(Reason.STREAM_TRUNCATED, "cut").partial(begun).build();
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> prompt(ScriptedProvider.of(ScriptedProvider.calls(OSLO), cut)).call())
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.STREAM_TRUNCATED);
				assertThat(ex.retryable()).isFalse();
				assertThat(ex.partial().content()).isEqualTo("It is");
				assertThat(ex.partial().usage().inputTokens()).isEqualTo(30);
				assertThat(ex.partial().messages()).hasSize(3);
			});
		LlmException busy = LlmException.of(Reason.OVERLOADED, "busy");
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> prompt(ScriptedProvider.of(ScriptedProvider.calls(OSLO), busy)).stream()
				.events()
				.collectList()
				.block())
			.satisfies((ex) -> {
				assertThat(ex.retryable()).isFalse();
				assertThat(ex.partial().usage().inputTokens()).isEqualTo(10);
				assertThat(ex.partial().messages()).hasSize(2);
			});
	}

	@Test
	void deadlineGoesDownWithEachTurn() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(OSLO), ScriptedProvider.says("5."));
		Instant before = Instant.now();
		prompt(provider).call();
		Instant deadline = provider.requests().get(0).deadline();
		assertThat(deadline).isBetween(before.plusSeconds(595), Instant.now().plusSeconds(600));
		assertThat(provider.requests().get(1).deadline()).isEqualTo(deadline);
		ScriptedProvider hurried = ScriptedProvider.of(ScriptedProvider.says("5."));
		prompt(hurried).timeout(Duration.ofSeconds(30)).call();
		assertThat(hurried.requests().get(0).deadline()).isBefore(Instant.now().plusSeconds(31));
	}

	record City(String city) {
	}

}
