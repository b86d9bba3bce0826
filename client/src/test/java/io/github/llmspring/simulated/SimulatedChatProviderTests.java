package io.github.llmspring.simulated;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.tools.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SimulatedChatProvider}.
 */
class SimulatedChatProviderTests {

	private static ChatClient client(SimulatedSettings settings) {
		return ChatClient.of(new SimulatedChatProvider("sim", settings));
	}

	private final ChatClient client = client(SimulatedSettings.DEFAULTS);

	@Test
	void saysWhoItIsAndWhatItWasAsked() {
		ChatResponse response = this.client.prompt("What time is it?").system("Be brief").call();
		assertThat(response.content())
			.isEqualTo("This is echo of sim, simulated. You said: \"What time is it?\" I keep to the system prompt.");
		assertThat(response.usage().inputTokens()).isEqualTo(6);
		assertThat(response.usage().outputTokens()).isEqualTo(18);
		assertThat(this.client.prompt("What time is it?").system("Be brief").call()).isEqualTo(response);
	}

	@Test
	void saysWhatIsAttached() {
		byte[] image = HexFormat.of().parseHex("89504E470D0A1A0A0000000D494844520000028000000030");
		ChatResponse response = this.client.prompt("What is it?")
			.attach(Media.of(image).withName("cat.png"),
					Media.of("application/pdf", URI.create("https://example.org/a")))
			.call();
		assertThat(response.content()).isEqualTo("This is echo of sim, simulated. You said: \"What is it?\" "
				+ "You attached image/png \"cat.png\" (640 x 48 pixels, 24 bytes) "
				+ "and application/pdf at https://example.org/a.");
	}

	@ParameterizedTest
	@CsvSource({ "image/png, 89504E470D0A1A0A0000000D494844520000028000000030, 640 x 48 pixels",
			"image/gif, 47494638396180023000, 640 x 48 pixels",
			"image/jpeg, FFD8FFE000040000FFC4000300FFC2001108003002800301, 640 x 48 pixels",
			"image/webp, 524946460000000057454250565038200000000000000000009D80023000, 640 x 48 pixels",
			"image/webp, 5249464600000000574542505650384C000000002F7FC20B00, 640 x 48 pixels",
			"image/webp, 5249464600000000574542505650385800000000000000007F02002F0000, 640 x 48 pixels" })
	void sizeOfAnImageIsThatOfItsHeader(String mediaType, String hex, String size) {
		byte[] image = HexFormat.of().parseHex(hex);
		assertThat(this.client.prompt("Hi").attach(Media.of(mediaType, image)).content())
			.contains("(" + size + ", " + image.length + " bytes)");
		assertThat(this.client.prompt("Hi").attach(Media.of(mediaType, Arrays.copyOf(image, 9))).content())
			.contains("(9 bytes)");
	}

	@Test
	void streamIsTheSameInPieces() {
		List<ChatEvent> events = this.client.prompt("Hello").stream().events().collectList().block();
		ChatResponse whole = ((ChatEvent.Completed) events.get(events.size() - 1)).response();
		assertThat(whole).isEqualTo(this.client.prompt("Hello").call());
		assertThat(String.join("", this.client.prompt("Hello").stream().content().collectList().block()))
			.isEqualTo(whole.content());
	}

	@Test
	void keepsItsPace() {
		ChatClient slow = client(new SimulatedSettings("echo", Duration.ofSeconds(1), Duration.ofMillis(100), null));
		StepVerifier.withVirtualTime(() -> slow.prompt("Hello").stream().content())
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(1100))
			.expectNext("This ")
			.expectNoEvent(Duration.ofMillis(100))
			.expectNext("is ")
			.thenCancel()
			.verify();
	}

	@Test
	void keepsToTheTokenLimitAndStops() {
		ChatResponse cut = this.client.prompt("Hello").options(ChatOptions.builder().maxOutputTokens(2).build()).call();
		assertThat(cut.content()).isEqualTo("This is ");
		assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
		ChatResponse stopped = this.client.prompt("Hello").options(ChatOptions.builder().stop("of").build()).call();
		assertThat(stopped.content()).isEqualTo("This is echo ");
		assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void thinksAndAsksForToolsWhenToldTo() {
		ChatResponse response = this.client.prompt("think: let me see\ncall: weather {\"city\":\"Oslo\"}").call();
		assertThat(response.reasoning()).isEqualTo("let me see");
		assertThat(response.toolCalls())
			.containsExactly(new Content.ToolCall("call_0", "weather", "{\"city\":\"Oslo\"}"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(response.usage().reasoningTokens()).isEqualTo(3);
	}

	@Test
	void quotesWhatTheToolsAnswer() {
		Content.ToolCall weather = new Content.ToolCall("call_0", "weather", "{}");
		Content.ToolCall clock = new Content.ToolCall("call_1", "clock", "{}");
		ChatResponse response = this.client.prompt("think: hm\ncall: weather\ncall: clock")
			.messages(Message.of(Role.ASSISTANT, weather, clock),
					Message.tool(Content.ToolResult.of(weather, "5 degrees"),
							Content.ToolResult.failed(clock, "no battery")))
			.call();
		assertThat(response.content()).isEqualTo(
				"This is echo of sim, simulated. weather answered: \"5 degrees\" " + "clock failed: \"no battery\"");
		assertThat(response.toolCalls()).isEmpty();
		assertThat(response.reasoning()).isNull();
		assertThat(response.usage().inputTokens()).isEqualTo(10);
	}

	@Test
	void callsAgainWhenTheUserSpeaksAgain() {
		Content.ToolCall weather = new Content.ToolCall("call_0", "weather", "{}");
		assertThat(this.client.prompt("call: weather")
			.messages(Message.of(Role.ASSISTANT, weather), Message.tool(Content.ToolResult.of(weather, "5 degrees")))
			.user("call: weather")
			.call()
			.toolCalls()).containsExactly(weather);
	}

	@Test
	void callsTheToolsThatTheMessageMentions() {
		ToolDefinition weather = new ToolDefinition("weather", "", schema("\"city\":{\"type\":\"string\"}", "city"));
		ToolDefinition book = new ToolDefinition("bookTable", "",
				schema("\"at\":{\"type\":\"string\"},\"seats\":{\"type\":\"integer\"}", "at", "seats"));
		ChatResponse response = this.client
			.prompt("What is the weather in New-Delhi? Then book a table at Mario's, for the weather is fine.")
			.tools(book, weather, new ToolDefinition("book_flight", "", "{}"))
			.call();
		assertThat(response.toolCalls()).containsExactly(
				new Content.ToolCall("call_0", "bookTable", "{\"at\":\"New-Delhi\",\"seats\":1}"),
				new Content.ToolCall("call_1", "weather", "{\"city\":\"New-Delhi\"}"));
		assertThat(response.content()).isEmpty();
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@Test
	void choiceOfToolsIsKept() {
		ToolDefinition one = new ToolDefinition("one", "", "{}");
		ToolDefinition two = new ToolDefinition("two", "", "{}");
		assertThat(called("two", ToolChoice.AUTO, one, two)).containsExactly("two");
		assertThat(called("two", ToolChoice.NONE, one, two)).isEmpty();
		assertThat(called("two", ToolChoice.REQUIRED, one, two)).containsExactly("two");
		assertThat(called("Hello", ToolChoice.REQUIRED, one, two)).containsExactly("one");
		assertThat(called("two", ToolChoice.named("one"), one, two)).containsExactly("one");
		assertThat(called("Hello", ToolChoice.AUTO, one, two)).isEmpty();
		assertThat(called("call: one\ntwo", ToolChoice.AUTO, one, two)).containsExactly("one");
	}

	private List<String> called(String message, ToolChoice choice, ToolDefinition... tools) {
		return this.client.prompt(message)
			.tools((Object[]) tools)
			.options(ChatOptions.builder().toolChoice(choice).build())
			.call()
			.toolCalls()
			.stream()
			.map(Content.ToolCall::name)
			.toList();
	}

	private static String schema(String properties, String... required) {
		return "{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[\""
				+ String.join("\",\"", required) + "\"]}";
	}

	@ParameterizedTest
	@EnumSource(LlmException.Reason.class)
	void failsForAnyReasonWhenToldTo(LlmException.Reason reason) {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> this.client.prompt("fail: " + reason.code()).call())
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason))
			.withMessageStartingWith("sim/echo: simulated failure. ");
	}

	@Test
	void failsAlwaysWhenConfiguredTo() {
		ChatClient failing = client(
				new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, LlmException.Reason.OVERLOADED));
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> failing.prompt("Hello").content())
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.OVERLOADED));
	}

	@Test
	void shareOfTheCallsFailsAndTheSameOnesEveryTime() {
		List<Boolean> failed = failed("sim", 0.3, 1000);
		assertThat(failed.stream().filter((one) -> one).count()).isBetween(250L, 350L);
		assertThat(failed("sim", 0.3, 1000)).isEqualTo(failed);
		assertThat(failed("other", 0.3, 1000)).isNotEqualTo(failed);
		assertThat(failed("sim", 0, 100)).containsOnly(false);
		assertThat(failed("sim", 1, 100)).containsOnly(true);
	}

	private static List<Boolean> failed(String id, double rate, int calls) {
		ChatClient client = ChatClient.of(new SimulatedChatProvider(id,
				new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, LlmException.Reason.OVERLOADED, rate)));
		return Stream.generate(() -> {
			try {
				client.prompt("Hello").call();
				return false;
			}
			catch (LlmException ex) {
				assertThat(ex.reason()).isEqualTo(LlmException.Reason.OVERLOADED);
				return true;
			}
		}).limit(calls).toList();
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.1, Double.NaN })
	void shareThatIsNoneIsRefused(double rate) {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, LlmException.Reason.OVERLOADED, rate))
			.withMessage("failureRate is not between 0 and 1");
	}

	@Test
	void callsThatFailNeedAReason() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SimulatedSettings("echo", Duration.ZERO, Duration.ZERO, null, 0.5))
			.withMessageContaining("fail does not say why");
	}

	@Test
	void streamFailsAfterAsManyPiecesAsToldTo() {
		StepVerifier.create(this.client.prompt("fail: stream_truncated after 2").stream().content())
			.expectNext("This ", "is ")
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).partial().content()).isEqualTo("This is "));
	}

	@Test
	void unknownReasonIsAnInvalidRequestThatListsTheKnown() {
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> this.client.prompt("fail: lazy").call())
			.withMessageContaining("'lazy' is no reason to fail with")
			.withMessageContaining("rate_limited");
	}

	@Test
	void answerOfASetFormIsFilledAndStreamedInPieces() {
		City city = new City("Oslo", 1, List.of("districts", "districts 2"));
		assertThat(this.client.prompt("Tell me of\nname: Oslo").entity(City.class)).isEqualTo(city);
		List<City> values = this.client.prompt("Tell me of\nname: Oslo")
			.stream()
			.entity(City.class)
			.collectList()
			.block();
		assertThat(values).hasSizeGreaterThan(3).last().isEqualTo(city);
	}

	@Test
	void answerOfASetFormKeepsToTheTokenLimit() {
		ChatOptions two = ChatOptions.builder().maxOutputTokens(2).build();
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> this.client.prompt("A city").options(two).entity(City.class))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.OUTPUT_TRUNCATED));
	}

	@Test
	void toolThatHasToBeCalledIsCalled() {
		ToolDefinition clock = new ToolDefinition("clock", "", "{}");
		ToolDefinition weather = new ToolDefinition("weather", "",
				"{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
		ChatPrompt prompt = this.client.prompt("city: Oslo").tools(clock, weather);
		ChatResponse named = prompt.options(choice(ToolChoice.named("weather"))).call();
		assertThat(named.toolCalls()).containsExactly(new Content.ToolCall("call_0", "weather", "{\"city\":\"Oslo\"}"));
		assertThat(named.content()).isEmpty();
		assertThat(named.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(prompt.options(choice(ToolChoice.REQUIRED)).call().toolCalls())
			.containsExactly(new Content.ToolCall("call_0", "clock", "{}"));
	}

	@Test
	void toolThatMustNotBeCalledIsNotCalled() {
		ToolDefinition clock = new ToolDefinition("clock", "", "{}");
		assertThat(this.client.prompt("call: clock").tools(clock).options(choice(ToolChoice.NONE)).call().toolCalls())
			.isEmpty();
	}

	@Test
	void toolThatHasToBeCalledAndIsNotOfferedIsAnInvalidRequest() {
		ToolDefinition clock = new ToolDefinition("clock", "", "{}");
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> this.client.prompt("?").tools(clock).options(choice(ToolChoice.named("weather"))).call())
			.withMessageStartingWith("sim/echo: the tool 'weather' has to be called and is not offered");
	}

	private static ChatOptions choice(ToolChoice choice) {
		return ChatOptions.builder().toolChoice(choice).build();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void toolsAreRunFirstAndTheLastAnswerIsTheEntity(boolean streaming) {
		ChatClient tools = Assembly.client(new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS));
		ChatPrompt prompt = tools.prompt("city: Oslo").tools(new Weather()).options(choice(ToolChoice.REQUIRED));
		Advice advice = streaming ? prompt.stream().entity(Advice.class).blockLast() : prompt.entity(Advice.class);
		assertThat(advice).isEqualTo(new Advice("Oslo", 21.5, true));
		assertThat(prompt.call(Advice.class).response().messages()).extracting(Message::role)
			.containsExactly(Role.ASSISTANT, Role.TOOL, Role.ASSISTANT);
	}

	record City(String name, int people, List<String> districts) {
	}

	record Advice(String city, double temperature, boolean jacket) {
	}

	static class Weather {

		@Tool(description = "Current temperature in a city")
		double temperature(String city) {
			return 21.5;
		}

	}

}
