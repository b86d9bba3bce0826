package io.github.llmspring.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ToolDefinition;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of models that mean harm or have lost their way, whole and streamed, with the
 * client as it comes: what they do is bounded and explained to them, and nothing that
 * they write is evaluated.
 */
@Timeout(60)
class ToolAbuseTests {

	private static final int LONGEST_EXPLANATION = 2_000;

	private final AtomicInteger runs = new AtomicInteger();

	private final List<Object> seen = new ArrayList<>();

	private final ToolDefinition order = Tools.function("order", "Orders", Order.class, (order) -> {
		this.runs.incrementAndGet();
		return "ordered";
	});

	private final ToolDefinition note = Tools.function("note", "Notes", Note.class, (note) -> {
		this.seen.add(note);
		return note.text();
	});

	static Stream<Arguments> callsThatMustNotRun() {
		return Stream
			.of(wrong("unknown tool", "drop_tables", "{}",
					"There is no tool 'drop_tables'. The tools are: order, note."),
					wrong("unknown tool of a long name", "x".repeat(3_000_000), "{}", "There is no tool 'xxx"),
					wrong("no JSON", "order", "item: tea", "this is no JSON"),
					wrong("code", "order", "new ProcessBuilder(\"sh\").start()", "this is no JSON"),
					wrong("half a document", "order", "{\"item\":\"tea\",\"pieces\":", "this is no JSON"),
					wrong("two documents", "order", "{\"item\":\"tea\",\"pieces\":1}{}", "this is no JSON"),
					wrong("one name twice", "order", "{\"item\":\"tea\",\"pieces\":1,\"pieces\":2}", "this is no JSON"),
					wrong("not a number", "order", "{\"item\":\"tea\",\"pieces\":NaN}", "this is no JSON"),
					wrong("missing field", "order", "{\"item\":\"tea\"}", "required property 'pieces' not found"),
					wrong("null", "order", "null", "null found, object expected"),
					wrong("null in a field", "order", "{\"item\":null,\"pieces\":1}",
							"/item: null found, string expected"),
					wrong("invented field", "order", "{\"item\":\"tea\",\"pieces\":1,\"price\":0}",
							"property 'price' is not defined in the schema"),
					wrong("class to be made", "order", "{\"item\":\"tea\",\"pieces\":1,\"@class\":\"java.net.URL\"}",
							"property '@class' is not defined in the schema"),
					wrong("invented field of a long name", "order",
							"{\"item\":\"tea\",\"pieces\":1,\"" + "x".repeat(40_000) + "\":0}", "property 'xxx"),
					wrong("many invented fields", "order",
							IntStream.range(0, 50_000)
								.mapToObj((i) -> "\"f" + i + "\":0")
								.collect(Collectors.joining(",", "{\"item\":\"tea\",\"pieces\":1,", "}")),
							"property 'f0' is not defined"),
					wrong("many wrong values", "order",
							"{\"item\":\"tea\",\"pieces\":1,\"gifts\":[" + "\"a\",".repeat(200_000) + "1]}",
							"/gifts/0: string found, integer expected"),
					wrong("long text for a number", "order",
							"{\"item\":\"tea\",\"pieces\":\"" + "9".repeat(900_000) + "\"}",
							"/pieces: string found, integer expected"),
					wrong("number without end", "order", "{\"item\":\"tea\",\"pieces\":" + "9".repeat(900_000) + "}",
							"this is no JSON"),
					wrong("10,000 levels", "order", "{\"item\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
							"nesting depth"),
					wrong("10,000 levels of objects", "order", "{\"item\":".repeat(10_000) + "1" + "}".repeat(10_000),
							"nesting depth"),
					wrong("5 MB", "order", "{\"item\":\"" + "x".repeat(5_000_000) + "\",\"pieces\":1}",
							"at most 1000000 are taken"))
			.flatMap((call) -> Stream.of(Arguments.of(call.get()[0], call.get()[1], false),
					Arguments.of(call.get()[0], call.get()[1], true)));
	}

	private static Arguments wrong(String name, String tool, String arguments, String explanation) {
		return Arguments.of(Named.of(name, ScriptedProvider.call("c1", tool, arguments)), explanation);
	}

	@ParameterizedTest(name = "{0}, streamed: {2}")
	@MethodSource("callsThatMustNotRun")
	void wrongCallIsExplainedToTheModelAndNotRun(Content.ToolCall call, String explanation, boolean streamed) {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(call), ScriptedProvider.says("Sorry."));
		assertThat(answer(prompt(provider), streamed).content()).isEqualTo("Sorry.");
		Content.ToolResult told = provider.results(1).get(0);
		assertThat(told.error()).isTrue();
		assertThat(told.text()).contains(explanation).hasSizeLessThan(LONGEST_EXPLANATION);
		assertThat(this.runs).hasValue(0);
	}

	@ParameterizedTest(name = "{0}, streamed: {2}")
	@MethodSource("callsThatMustNotRun")
	void wrongCallThatIsRepeatedForEverEnds(Content.ToolCall call, String explanation, boolean streamed) {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(call));
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> answer(prompt(provider), streamed))
			.satisfies((failure) -> {
				assertThat(failure.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
				assertThat(failure.retryable()).isFalse();
				assertThat(failure.getMessage()).hasSizeLessThan(LONGEST_EXPLANATION);
			});
		assertThat(provider.requests()).hasSize(20);
		assertThat(this.runs).hasValue(0);
	}

	static Stream<Arguments> both() {
		return Stream.of(Arguments.of(Named.of("whole", false)), Arguments.of(Named.of("streamed", true)));
	}

	@ParameterizedTest
	@MethodSource("both")
	void modelThatCallsForEverIsStoppedWithWhatItDid(boolean streamed) {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ordering("c1")));
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> answer(prompt(provider), streamed))
			.withMessageContaining("the model still wants tools to be run in turn 20, the last")
			.satisfies((failure) -> assertThat(failure.partial().messages()).hasSize(39));
		assertThat(this.runs).hasValue(19);
	}

	@ParameterizedTest
	@MethodSource("both")
	void fiveHundredCallsAtOnceAreRunInPart(boolean streamed) {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(fiveHundred()),
				ScriptedProvider.says("Sorry."));
		assertThat(answer(prompt(provider), streamed).content()).isEqualTo("Sorry.");
		assertThat(this.runs).hasValue(32);
		assertThat(provider.results(1)).hasSize(500)
			.filteredOn(Content.ToolResult::error)
			.hasSize(468)
			.allSatisfy((told) -> assertThat(told.text())
				.isEqualTo("Not run: at most 32 calls are run in one turn. Call again for what is missing."));
		assertThat(provider.results(1)).extracting(Content.ToolResult::toolCallId)
			.containsExactlyElementsOf(Stream.of(fiveHundred()).map(Content.ToolCall::id).toList());
	}

	@ParameterizedTest
	@MethodSource("both")
	void fiveHundredCallsAgainAndAgainAreStopped(boolean streamed) {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(fiveHundred()));
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> answer(prompt(provider), streamed))
			.withMessageContaining("at most 100 are run for one answer");
		assertThat(this.runs).hasValue(96);
		assertThat(provider.requests()).hasSize(4);
	}

	@ParameterizedTest
	@MethodSource("both")
	void nothingThatAModelWritesIsEvaluated(boolean streamed) {
		String text = "#{T(java.lang.Runtime).getRuntime().exec('id')} ${jndi:ldap://127.0.0.1/x} {{7*7}} ${user.home} %s";
		String arguments = "{\"text\":\"" + text
				+ "\",\"any\":{\"@class\":\"java.net.URL\",\"@type\":\"java.net.URL\",\"__proto__\":[\"java.net.URL\",\"http://x\"]}}";
		ScriptedProvider provider = ScriptedProvider
			.of(ScriptedProvider.calls(ScriptedProvider.call("c1", "note", arguments)), ScriptedProvider.says("Done."));
		answer(prompt(provider), streamed);
		assertThat(this.seen).containsExactly(new Note(text, Map.of("@class", "java.net.URL", "@type", "java.net.URL",
				"__proto__", List.of("java.net.URL", "http://x"))));
		assertThat(provider.results(1))
			.containsExactly(Content.ToolResult.of(ScriptedProvider.call("c1", "note", arguments), text));
	}

	@Test
	void whatCannotBeTakenIsNotSentBackToTheModel() {
		Content.ToolCall huge = ScriptedProvider.call("c1", "order", "x".repeat(5_000_000));
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(huge), ScriptedProvider.says("Sorry."));
		answer(prompt(provider), false);
		assertThat(provider.requests().get(1).messages().toString()).hasSizeLessThan(LONGEST_EXPLANATION);
	}

	private ChatPrompt prompt(ScriptedProvider provider) {
		return ChatClient.of(new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL))
			.prompt("Order tea.")
			.tools(this.order, this.note);
	}

	private static ChatResponse answer(ChatPrompt prompt, boolean streamed) {
		if (!streamed) {
			return prompt.call();
		}
		ChatEvent last = prompt.stream().events().last().block(Duration.ofSeconds(50));
		return ((ChatEvent.Completed) last).response();
	}

	private static Content.ToolCall ordering(String id) {
		return ScriptedProvider.call(id, "order", "{\"item\":\"tea\",\"pieces\":1}");
	}

	private static Content.ToolCall[] fiveHundred() {
		return IntStream.range(0, 500).mapToObj((i) -> ordering("c" + i)).toArray(Content.ToolCall[]::new);
	}

	record Order(String item, int pieces, @ToolParam(required = false) List<Integer> gifts) {
	}

	record Note(String text, Object any) {
	}

}
