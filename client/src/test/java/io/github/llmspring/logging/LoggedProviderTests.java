package io.github.llmspring.logging;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Cost;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Role;
import io.github.llmspring.Usage;
import io.github.llmspring.redaction.Redactor;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link LoggedProvider}.
 */
class LoggedProviderTests {

	private static final String KEY = "sk-CANARY-4f7a";

	private static final String PROMPT = "the canary prompt";

	private static final CallLogging WITH_CONTENT = new CallLogging(Redactor.DEFAULTS, true);

	private static final Attempt FAILED = new Attempt(new ModelAddress("openai", "gpt-5"), Reason.RATE_LIMITED, 429,
			Duration.ofMillis(12), Duration.ZERO);

	private static final Attempt ANSWERED = new Attempt(new ModelAddress("claude", "claude-sonnet-5"), null, null,
			Duration.ofMillis(90), Duration.ZERO);

	@RegisterExtension
	private final CallLog log = new CallLog();

	private static ChatRequest.Builder request() {
		return ChatRequest.builder().model("smart").message(Message.user(PROMPT + " " + KEY));
	}

	private static ChatResponse.Builder response() {
		return ChatResponse.builder()
			.id("msg_1")
			.provider("claude")
			.model("claude-sonnet-5-20260101")
			.requestId("req_9")
			.content(new Content.Text("the canary answer " + KEY))
			.finishReason(FinishReason.STOP, "end_turn")
			.usage(new Usage(1024L, 512L, null, 88L, 20L, Map.of()))
			.cost(Cost.usd("0.00125"));
	}

	private static ChatProvider answering(ChatResponse response) {
		return (request) -> request.streaming() ? Flux.just(new ChatEvent.TextDelta("the "),
				new ChatEvent.TextDelta("rest"), new ChatEvent.Completed(response))
				: Flux.just(new ChatEvent.Completed(response));
	}

	private static ChatProvider failing(Throwable failure) {
		return (request) -> Flux.error(failure);
	}

	private static Flux<ChatEvent> logged(ChatProvider provider, ChatRequest.Builder request) {
		return new LoggedProvider(provider, CallLogging.WITHOUT_CONTENT).send(request.build());
	}

	@Test
	void answerIsOneEntryWithItsFields() {
		ChatResponse response = response().warnings(List.of("top_k was left out."))
			.build()
			.withAttempts(List.of(FAILED, ANSWERED));
		logged(answering(response), request().tag("job", "nightly")).blockLast();
		Map<String, Object> fields = this.log.fields();
		assertThat((Long) fields.remove("llm.duration_ms")).isBetween(0L, 60_000L);
		assertThat(fields).containsOnly(entry("gen_ai.operation.name", "chat"), entry("llm.outcome", "answered"),
				entry("llm.asked", "smart"), entry("llm.stream", false), entry("llm.provider.id", "claude"),
				entry("gen_ai.request.model", "claude-sonnet-5"),
				entry("gen_ai.response.model", "claude-sonnet-5-20260101"), entry("gen_ai.response.id", "msg_1"),
				entry("llm.request.id", "req_9"), entry("gen_ai.response.finish_reasons", "stop"),
				entry("gen_ai.usage.input_tokens", 1024L), entry("gen_ai.usage.cache_read.input_tokens", 512L),
				entry("gen_ai.usage.output_tokens", 88L), entry("gen_ai.usage.reasoning.output_tokens", 20L),
				entry("llm.cost", new BigDecimal("0.00125")), entry("llm.currency", "USD"), entry("llm.attempts", 2),
				entry("llm.failed_attempts", "openai/gpt-5 rate_limited"), entry("llm.warnings", "top_k was left out."),
				entry("llm.tags", Map.of("job", "nightly")));
		assertThat(this.log.entry().getLevel()).isEqualTo(Level.INFO);
		assertThat(this.log.entry().getFormattedMessage()).matches("Call of smart: claude/claude-sonnet-5 "
				+ "answered \\(stop\\) after \\d+ ms, 1024 tokens in, 88 tokens out, 0.00125 USD, 2 attempts");
	}

	@Test
	void namesOfFieldsAreNotTheBeginningOfOthers() {
		logged(answering(response().build().withAttempts(List.of(FAILED, ANSWERED))),
				request().streaming(true).tag("a", "b"))
			.blockLast();
		List<String> names = List.copyOf(this.log.fields().keySet());
		assertThat(names).allSatisfy((name) -> assertThat(names).noneMatch((other) -> other.startsWith(name + ".")));
	}

	@Test
	void whatIsNotKnownMakesNoField() {
		logged(answering(ChatResponse.builder().build()), ChatRequest.builder().message(Message.user("Hi")))
			.blockLast();
		assertThat(this.log.fields()).containsOnlyKeys("gen_ai.operation.name", "llm.outcome", "llm.stream",
				"llm.duration_ms", "gen_ai.response.finish_reasons");
		assertThat(this.log.entry().getFormattedMessage())
			.matches("Call of the default model: answered \\(other\\) after \\d+ ms");
	}

	@Test
	void streamIsLoggedOnceWithTheTimeOfItsFirstPiece() {
		StepVerifier.create(logged(answering(response().build()), request().streaming(true)))
			.expectNextCount(3)
			.verifyComplete();
		assertThat(this.log.fields()).containsEntry("llm.outcome", "answered")
			.containsEntry("llm.stream", true)
			.containsKey("llm.first_chunk_ms");
	}

	@Test
	void whoeverTakesTheAnswerAndCancelsWasAnswered() {
		logged(answering(response().build()), request()).next().block();
		assertThat(this.log.fields()).containsEntry("llm.outcome", "answered");
	}

	@Test
	void failureIsOneEntryWithItsReasonAndNoWordOfTheService() {
		LlmException failure = LlmException.builder(Reason.RATE_LIMITED, "slow down, you said: " + PROMPT)
			.provider("openai")
			.model("gpt-5")
			.status(429)
			.requestId("req_1")
			.attempts(List.of(FAILED, FAILED))
			.build();
		StepVerifier.create(logged(failing(failure), request())).verifyErrorMatches(failure::equals);
		assertThat(this.log.fields()).containsEntry("llm.outcome", "failed")
			.containsEntry("error.type", "rate_limited")
			.containsEntry("http.response.status_code", 429)
			.containsEntry("llm.request.id", "req_1")
			.containsEntry("llm.provider.id", "openai")
			.containsEntry("gen_ai.request.model", "gpt-5")
			.containsEntry("llm.attempts", 2)
			.containsEntry("llm.failed_attempts", "openai/gpt-5 rate_limited, openai/gpt-5 rate_limited")
			.doesNotContainKey("error.message");
		assertThat(this.log.entry().getFormattedMessage())
			.matches("Call of smart: openai/gpt-5 failed \\(rate_limited\\) after \\d+ ms, 2 attempts");
		assertThat(this.log.all()).doesNotContain("slow down").doesNotContain(PROMPT);
	}

	@Test
	void failureOfARouteNamesTheModelWhoseFailureItIs() {
		Attempt last = new Attempt(ANSWERED.address(), Reason.OVERLOADED, 529, Duration.ZERO, Duration.ZERO);
		LlmException failure = LlmException.builder(Reason.RATE_LIMITED, "slow down")
			.provider("openai")
			.model("gpt-5")
			.attempts(List.of(FAILED, last))
			.build();
		StepVerifier.create(logged(failing(failure), request())).verifyError();
		assertThat(this.log.fields()).containsEntry("llm.provider.id", "openai")
			.containsEntry("gen_ai.request.model", "gpt-5")
			.containsEntry("llm.failed_attempts", "openai/gpt-5 rate_limited, claude/claude-sonnet-5 overloaded");
	}

	@Test
	void failureAmidAStreamTellsWhatWasUsed() {
		LlmException failure = LlmException.builder(Reason.STREAM_TRUNCATED, "no end mark")
			.provider("claude")
			.model("claude-sonnet-5")
			.partial(response().build())
			.build();
		StepVerifier
			.create(logged((request) -> Flux.concat(Flux.just(new ChatEvent.TextDelta("the ")), Flux.error(failure)),
					request().streaming(true)))
			.expectNextCount(1)
			.verifyError();
		assertThat(this.log.fields()).containsEntry("error.type", "stream_truncated")
			.containsEntry("gen_ai.request.model", "claude-sonnet-5")
			.containsEntry("gen_ai.response.model", "claude-sonnet-5-20260101")
			.containsEntry("gen_ai.response.id", "msg_1")
			.containsEntry("gen_ai.usage.output_tokens", 88L)
			.containsEntry("llm.cost", new BigDecimal("0.00125"))
			.containsKey("llm.first_chunk_ms");
		assertThat(this.log.all()).doesNotContain("canary");
	}

	@Test
	void foreignFailureIsNamedByItsClass() {
		StepVerifier.create(logged(failing(new IllegalStateException(PROMPT)), request())).verifyError();
		assertThat(this.log.fields()).containsEntry("error.type", "java.lang.IllegalStateException");
		assertThat(this.log.all()).doesNotContain(PROMPT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void cancelledCallIsLoggedOnce(boolean streaming) {
		Sinks.Many<ChatEvent> events = Sinks.many().unicast().onBackpressureBuffer();
		StepVerifier.create(logged((request) -> events.asFlux(), request().streaming(streaming)))
			.then(() -> events.tryEmitNext(new ChatEvent.TextDelta("the ")))
			.expectNextCount(1)
			.thenCancel()
			.verify();
		assertThat(this.log.fields()).containsEntry("llm.outcome", "cancelled");
		assertThat(events.currentSubscriberCount()).isZero();
	}

	@Test
	void eachSubscriptionIsACallOfItsOwn() {
		Flux<ChatEvent> answer = logged(answering(response().build()), request());
		assertThat(this.log.entries()).isEmpty();
		answer.blockLast();
		answer.blockLast();
		assertThat(this.log.entries()).hasSize(2);
	}

	@Test
	void whereNobodyReadsTheLogNothingSurroundsTheCall() {
		this.log.setLevel(Level.WARN);
		assertThat(logged(answering(response().build()), request())).isNotInstanceOf(LoggedFlux.class);
	}

	@Test
	void contentIsLoggedWhereItIsWantedAndRedacted() {
		Message image = Message.of(Role.USER, Media.of("image/png", new byte[100]),
				new Content.Text("What\r\nis it? Write to jane@example.com"));
		new LoggedProvider(answering(response().build()), WITH_CONTENT).send(request().message(image).build())
			.blockLast();
		assertThat(this.log.fields())
			.containsEntry("gen_ai.input.messages",
					"user: " + PROMPT + " ****** | user: [image/png, 100 bytes] What is it? Write to ******")
			.containsEntry("gen_ai.output.messages", "the canary answer ******");
		assertThat(this.log.entry().getFormattedMessage()).doesNotContain("canary");
	}

	@Test
	void wordsOfTheServiceAreContent() {
		LlmException failure = LlmException.builder(Reason.INVALID_REQUEST, "you said: " + PROMPT + " " + KEY)
			.partial(response().build())
			.build();
		StepVerifier.create(new LoggedProvider(failing(failure), WITH_CONTENT).send(request().build())).verifyError();
		assertThat(this.log.fields()).containsEntry("error.message", "you said: " + PROMPT + " ******")
			.containsEntry("gen_ai.output.messages", "the canary answer ******");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noEntryHoldsAKeyOrALineBreakWhateverNamesSay(boolean content) {
		String nasty = "x\r\nINFO forged " + KEY;
		ChatResponse response = response().id(nasty)
			.provider(nasty)
			.model(nasty)
			.requestId(nasty)
			.warnings(List.of(nasty))
			.build()
			.withAttempts(List.of(FAILED,
					new Attempt(new ModelAddress(nasty, nasty), Reason.OVERLOADED, 529, Duration.ZERO, Duration.ZERO)));
		LlmException failure = LlmException.builder(Reason.OVERLOADED, nasty)
			.provider(nasty)
			.model(nasty)
			.requestId(nasty)
			.partial(response)
			.attempts(response.attempts())
			.build();
		CallLogging logging = new CallLogging(Redactor.DEFAULTS, content);
		ChatRequest request = request().model(nasty).tag(nasty, nasty).build();
		new LoggedProvider(answering(response), logging).send(request).blockLast();
		assertThatThrownBy(() -> new LoggedProvider(failing(failure), logging).send(request).blockLast())
			.isSameAs(failure);
		assertThat(this.log.entries()).hasSize(2).allSatisfy((entry) -> {
			assertThat(entry.getFormattedMessage()).doesNotContain("\n").doesNotContain("\r");
			assertThat(CallLog.fields(entry).values())
				.noneMatch((value) -> String.valueOf(value).matches("(?s).*[\r\n].*"));
		});
		assertThat(this.log.all()).doesNotContain("CANARY");
		assertThat(this.log.all().contains("canary prompt")).isEqualTo(content);
	}

	@Test
	void entryKnowsWhatTheThreadOfTheCallerKnew() {
		ContextRegistry.getInstance()
			.registerThreadLocalAccessor("trace", () -> MDC.get("trace"), (value) -> MDC.put("trace", value),
					() -> MDC.remove("trace"));
		try {
			logged((request) -> answering(response().build()).send(request).publishOn(Schedulers.single()), request())
				.contextWrite((context) -> context.put("trace", "t-1"))
				.blockLast();
			assertThat(this.log.entry().getMDCPropertyMap()).containsEntry("trace", "t-1");
			assertThat(this.log.entry().getThreadName()).startsWith("single");
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor("trace");
		}
	}

}
