package io.github.llmspring.tools;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ToolLoopProvider}: what a model may do to it.
 */
class ToolLoopBoundsTests {

	private static final Executor NEVER = (task) -> {
	};

	private static final Content.ToolCall ADD = ScriptedProvider.call("c1", "add", "{\"left\":1,\"right\":2}");

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final AtomicInteger runs = new AtomicInteger();

	private final ToolDefinition add = Tools.function("add", "Adds", Numbers.class, (numbers) -> {
		this.runs.incrementAndGet();
		return numbers.left() + numbers.right();
	});

	private ToolLoopProvider loop(ScriptedProvider provider, ToolLoopSettings settings, Executor executor) {
		return new ToolLoopProvider(provider, settings, ToolApproval.ALL, executor, this.clock);
	}

	private ChatRequest.Builder request() {
		return ChatRequest.builder().messages(List.of(Message.user("1 + 2?"))).tools(List.of(this.add));
	}

	private ChatResponse whole(ScriptedProvider provider) {
		return answer(loop(provider, ToolLoopSettings.DEFAULTS, Runnable::run).send(request().build()));
	}

	private static ChatResponse answer(Flux<ChatEvent> events) {
		return ((ChatEvent.Completed) events.single().block()).response();
	}

	private String resultOf(Content.ToolCall call) {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(call), ScriptedProvider.says("Ah."));
		assertThat(whole(provider).content()).isEqualTo("Ah.");
		Content.ToolResult result = provider.results(1).get(0);
		assertThat(result.error()).isTrue();
		assertThat(this.runs).hasValue(0);
		return result.text();
	}

	private String resultOf(String arguments) {
		return resultOf(ScriptedProvider.call("c1", "add", arguments));
	}

	@Test
	void unknownToolIsExplained() {
		assertThat(resultOf(ScriptedProvider.call("c1", "subtract", "{}")))
			.isEqualTo("There is no tool 'subtract'. The tools are: add.");
		assertThat(resultOf(ScriptedProvider.call("c1", "x".repeat(100_000), "{}"))).hasSizeLessThan(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "{\"left\":1,", "{\"left\":1,\"left\":2,\"right\":3}", "System.exit(1)",
			"{\"left\":1,\"right\":2} {\"left\":1}" })
	void argumentsThatAreNoJsonAreExplained(String arguments) {
		assertThat(resultOf(arguments)).startsWith("The arguments do not fit the tool's schema: this is no JSON: ")
			.endsWith(". Call it again with arguments that fit.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					{'left':1}                        | required property 'right' not found
					{}                                | required property 'left' not found; required property 'right' not found
					{'left':1,'right':2,'mood':3}     | property 'mood' is not defined in the schema and the schema does not allow additional properties
					{'left':'1','right':2}            | /left: string found, integer expected
					{'left':1.5,'right':2}            | /left: number found, integer expected
					{'left':3000000000,'right':2}     | /left: Numeric value (3000000000) out of range of `int` (-2147483648 - 2147483647)
					[1,2]                             | array found, object expected
					""")
	void argumentsThatDoNotFitAreExplained(String arguments, String problem) {
		assertThat(resultOf(arguments.replace('\'', '"'))).isEqualTo(
				"The arguments do not fit the tool's schema: " + problem + ". Call it again with arguments that fit.");
	}

	@Test
	void argumentsOfTenThousandLevelsAreExplained() {
		assertThat(resultOf("{\"left\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}")).contains("nesting depth");
	}

	@Test
	void numberOfABillionDigitsIsExplainedAtOnce() {
		assertThat(resultOf("{\"left\":1e999999999,\"right\":2}")).contains("/left");
	}

	@Test
	void argumentsOfFiveMegabytesAreNeitherReadNorRemembered() {
		String arguments = "{\"left\":\"" + "9".repeat(5_000_000) + "\"}";
		Content.ToolCall call = ScriptedProvider.call("c1", "add", arguments);
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(call), ScriptedProvider.says("Ah."));
		whole(provider);
		assertThat(provider.results(1).get(0).text())
			.isEqualTo("The arguments are 5000011 characters long, but at most 1000000 are taken. Call it with less.");
		assertThat(provider.requests().get(1).messages().get(1).pieces(Content.ToolCall.class))
			.containsExactly(ScriptedProvider.call("c1", "add", "{}"));
	}

	@Test
	void noArgumentsAreAnEmptyObject() {
		ToolDefinition now = Tools.function("now", "Time", Nothing.class, (nothing) -> "noon");
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ScriptedProvider.call("c1", "now", "")),
				ScriptedProvider.says("Noon."));
		answer(loop(provider, ToolLoopSettings.DEFAULTS, Runnable::run).send(request().tools(List.of(now)).build()));
		assertThat(provider.results(1).get(0).text()).isEqualTo("noon");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void modelThatCallsForEverIsStopped(boolean streaming) {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ADD));
		ToolLoopSettings settings = ToolLoopSettings.builder().maxTurns(5).build();
		StepVerifier
			.create(loop(provider, settings, Runnable::run).send(request().streaming(streaming).build())
				.filter(ChatEvent.Completed.class::isInstance))
			.verifyErrorSatisfies((ex) -> {
				LlmException failure = (LlmException) ex;
				assertThat(failure).hasMessage("acme/m1: the model still wants tools to be run in turn 5, the last. "
						+ "Raise llm.tools.max-turns, maxTurns of ToolLoopSettings, or ask for less at once.");
				assertThat(failure.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
				assertThat(failure.retryable()).isFalse();
				assertThat(failure.partial().usage().inputTokens()).isEqualTo(50);
				assertThat(failure.partial().messages()).hasSize(9);
			});
		assertThat(provider.requests()).hasSize(5);
		assertThat(this.runs).hasValue(4);
	}

	@Test
	void callsInAllAreBounded() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ADD, ADD));
		ToolLoopSettings settings = ToolLoopSettings.builder().maxCalls(5).build();
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> answer(loop(provider, settings, Runnable::run).send(request().build())))
			.withMessage("acme/m1: the model wants 6 calls of tools, at most 5 are run for one answer. "
					+ "Raise llm.tools.max-calls, maxCalls of ToolLoopSettings, or ask for less at once.");
		assertThat(this.runs).hasValue(4);
	}

	@Test
	void fiveHundredCallsAtOnceAreRunInPart() {
		Content.ToolCall[] calls = IntStream.range(0, 500)
			.mapToObj((i) -> ScriptedProvider.call("c" + i, "add", "{\"left\":" + i + ",\"right\":0}"))
			.toArray(Content.ToolCall[]::new);
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(calls), ScriptedProvider.says("Ah."));
		whole(provider);
		assertThat(this.runs).hasValue(32);
		List<Content.ToolResult> results = provider.results(1);
		assertThat(results).hasSize(500);
		assertThat(results.get(31)).isEqualTo(Content.ToolResult.of(calls[31], "31"));
		assertThat(results.get(32)).isEqualTo(Content.ToolResult.failed(calls[32],
				"Not run: at most 32 calls are run in one turn. Call again for what is missing."));
		assertThat(results).extracting(Content.ToolResult::toolCallId).last().isEqualTo("c499");
	}

	@Test
	void callThatTakesTooLongIsToldToTheModelAndTheCaller() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ADD), ScriptedProvider.says("Pity."));
		ToolLoopSettings settings = ToolLoopSettings.builder().callTimeout(Duration.ofSeconds(7)).build();
		List<ChatEvent> answers = new ArrayList<>();
		StepVerifier.create(loop(provider, settings, NEVER).send(request().build()).doOnNext(answers::add))
			.then(() -> this.clock.advanceTimeBy(Duration.ofMillis(6_999)))
			.then(() -> assertThat(provider.requests()).hasSize(1))
			.then(() -> this.clock.advanceTimeBy(Duration.ofMillis(1)))
			.expectNextCount(1)
			.verifyComplete();
		assertThat(provider.results(1).get(0))
			.isEqualTo(Content.ToolResult.failed(ADD, "The tool did not answer within 7000 ms and was stopped."));
		assertThat(((ChatEvent.Completed) answers.get(0)).response().warnings())
			.containsExactly("The tool 'add' did not answer within 7000 ms and was stopped.");
	}

	@Test
	void toolsEndWithTheDeadlineOfTheRequest() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ADD, ADD, ADD));
		Instant deadline = Instant.ofEpochMilli(0).plusSeconds(10);
		ToolLoopSettings settings = ToolLoopSettings.builder().callTimeout(Duration.ofSeconds(6)).parallel(1).build();
		StepVerifier.create(loop(provider, settings, NEVER).send(request().deadline(deadline).streaming(true).build()))
			.expectNextCount(4)
			.then(() -> this.clock.advanceTimeBy(Duration.ofSeconds(6)))
			.expectNextCount(1)
			.then(() -> this.clock.advanceTimeBy(Duration.ofSeconds(4)))
			.expectNextCount(2)
			.verifyErrorSatisfies((ex) -> {
				LlmException failure = (LlmException) ex;
				assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_TOTAL);
				assertThat(failure)
					.hasMessageContaining("the tools were still at work when the time for the whole answer was over");
				assertThat(failure.partial().messages()).hasSize(2);
			});
		assertThat(provider.requests()).hasSize(1);
	}

	@Test
	void totalTimeOfTheLoopIsItsDeadline() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.says("Hi"));
		ToolLoopSettings settings = ToolLoopSettings.builder().total(Duration.ofSeconds(20)).build();
		answer(loop(provider, settings, Runnable::run).send(request().build()));
		assertThat(provider.requests().get(0).deadline()).isEqualTo(Instant.ofEpochSecond(20));
	}

	@Test
	void failureOfAToolIsToldToTheModelAndTheCaller() {
		ToolDefinition broken = Tools.function("broken", "Fails", Nothing.class, (nothing) -> {
			throw new IllegalStateException("the database is away");
		});
		ToolDefinition worse = Tools.function("worse", "Fails", Nothing.class, (nothing) -> {
			throw new StackOverflowError();
		});
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider
			.calls(ScriptedProvider.call("c1", "broken", "{}"), ScriptedProvider.call("c2", "worse", "{}")),
				ScriptedProvider.says("Pity."));
		ChatResponse response = answer(loop(provider, ToolLoopSettings.DEFAULTS, Runnable::run)
			.send(request().tools(List.of(broken, worse)).build()));
		assertThat(provider.results(1)).extracting(Content.ToolResult::text)
			.containsExactly("The tool failed: the database is away.", "The tool failed: StackOverflowError.");
		assertThat(response.warnings()).containsExactly("The tool 'broken' failed: the database is away.",
				"The tool 'worse' failed: StackOverflowError.");
	}

	@Test
	void fullPoolIsToldToTheModel() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ADD), ScriptedProvider.says("Pity."));
		answer(loop(provider, ToolLoopSettings.DEFAULTS, (task) -> {
			throw new RejectedExecutionException();
		}).send(request().build()));
		assertThat(provider.results(1).get(0).text()).isEqualTo("The tool was not run: too many tools are at work.");
	}

	@Test
	void callThatIsNotApprovedIsNotRun() {
		List<String> seen = new ArrayList<>();
		ToolApproval approval = (invocation) -> {
			seen.add(invocation.call().arguments());
			return ToolApproval.Decision.refused("Sums are secret.");
		};
		ScriptedProvider provider = ScriptedProvider
			.of(ScriptedProvider.calls(ADD, ScriptedProvider.call("c2", "add", "{}")), ScriptedProvider.says("Pity."));
		answer(new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS, approval, Runnable::run)
			.send(request().build()));
		assertThat(provider.results(1).get(0))
			.isEqualTo(Content.ToolResult.failed(ADD, "The call was not allowed: Sums are secret. Do not repeat it."));
		assertThat(seen).containsExactly("{\"left\":1,\"right\":2}");
		assertThat(this.runs).hasValue(0);
	}

	@ParameterizedTest
	@CsvSource({ "'', 'The call was not allowed. Do not repeat it.'",
			"over the limit, 'The call was not allowed: over the limit. Do not repeat it.'",
			"Really?, 'The call was not allowed: Really? Do not repeat it.'" })
	void refusalIsASentenceWhateverItsReason(String reason, String told) {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ADD), ScriptedProvider.says("Pity."));
		answer(new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS,
				(invocation) -> ToolApproval.Decision.refused(reason), Runnable::run)
			.send(request().build()));
		assertThat(provider.results(1).get(0).text()).isEqualTo(told);
	}

	@Test
	void failureThatIsASentenceGetsNoSecondEnd() {
		ToolDefinition fails = new ToolDefinition("fails", "Fails", "{}", (call) -> {
			throw new IllegalStateException("The disk is full.");
		});
		ScriptedProvider provider = ScriptedProvider
			.of(ScriptedProvider.calls(ScriptedProvider.call("c1", "fails", "{}")), ScriptedProvider.says("Pity."));
		answer(loop(provider, ToolLoopSettings.DEFAULTS, Runnable::run).send(request().tools(List.of(fails)).build()));
		assertThat(provider.results(1).get(0).text()).isEqualTo("The tool failed: The disk is full.");
	}

	@Test
	void whereAToolFailedIsInTheDebugLog() {
		NullPointerException failure = new NullPointerException();
		ToolDefinition fails = new ToolDefinition("fails", "Fails", "{}", (call) -> {
			throw failure;
		});
		ScriptedProvider provider = ScriptedProvider
			.of(ScriptedProvider.calls(ScriptedProvider.call("c1", "fails", "{}")), ScriptedProvider.says("Pity."));
		Logger logger = (Logger) LoggerFactory.getLogger(ToolRunner.class);
		ListAppender<ILoggingEvent> logged = new ListAppender<>();
		logged.start();
		logger.setLevel(Level.DEBUG);
		logger.addAppender(logged);
		try {
			answer(loop(provider, ToolLoopSettings.DEFAULTS, Runnable::run)
				.send(request().tools(List.of(fails)).build()));
		}
		finally {
			logger.detachAppender(logged);
			logger.setLevel(null);
		}
		assertThat(logged.list).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).contains("'fails'");
			assertThat(((ThrowableProxy) event.getThrowableProxy()).getThrowable()).isSameAs(failure);
		});
	}

	@Test
	void approvalThatFailsRefuses() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(ADD), ScriptedProvider.says("Pity."));
		answer(new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS, (invocation) -> {
			throw new IllegalStateException("no rules");
		}, Runnable::run).send(request().build()));
		assertThat(provider.results(1).get(0).error()).isTrue();
		assertThat(this.runs).hasValue(0);
	}

	@Test
	void schemaThatCannotBeUsedIsExplainedBeforeAnythingIsSent() {
		ToolDefinition odd = new ToolDefinition("odd", "Odd", "{\"$ref\":\"#/nowhere\"}", (call) -> ToolOutput.of(""));
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.says("Hi"));
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> answer(loop(provider, ToolLoopSettings.DEFAULTS, Runnable::run)
				.send(request().tools(List.of(odd)).build())))
			.withMessageStartingWith("the input schema of the tool 'odd' cannot be used: ");
		assertThat(provider.requests()).isEmpty();
	}

	@Test
	void functionOfAGivenSchemaGetsCheckedArguments() {
		ToolDefinition given = new ToolDefinition("given", "Given",
				"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\",\"minimum\":3},"
						+ "\"b\":{\"type\":\"string\"}}}",
				(invocation) -> ToolOutput.of(invocation.call().arguments()));
		ScriptedProvider provider = ScriptedProvider
			.of(ScriptedProvider.calls(ScriptedProvider.call("c1", "given", "{\"a\":2}"),
					ScriptedProvider.call("c2", "given", "{ \"a\": 12345678901234567.890123, \"b\": null }"),
					ScriptedProvider.call("c3", "given", "[]")), ScriptedProvider.says("Ah."));
		answer(loop(provider, ToolLoopSettings.DEFAULTS, Runnable::run).send(request().tools(List.of(given)).build()));
		assertThat(provider.results(1)).extracting(Content.ToolResult::text)
			.containsExactly(
					"The arguments do not fit the tool's schema: /a: must have a minimum value of 3. "
							+ "Call it again with arguments that fit.",
					"{\"a\":12345678901234567.890123}",
					"The arguments do not fit the tool's schema: array found, object expected. "
							+ "Call it again with arguments that fit.");
	}

	@Test
	void boundsAreAboveZero() {
		assertThatIllegalArgumentException().isThrownBy(() -> ToolLoopSettings.builder().maxTurns(0))
			.withMessage("'maxTurns' must be above 0, but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> ToolLoopSettings.builder().total(Duration.ZERO));
	}

	record Numbers(int left, int right) {
	}

	record Nothing() {
	}

}
