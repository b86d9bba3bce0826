package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.Wire.Streamed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChatAnswerTests {

	private static final String DONE = "[DONE]";

	private static final String FINISH = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

	private final Wire wire = Wire.of(new OpenAiChatFormat());

	private static String delta(String fields) {
		return "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{" + fields + "},\"finish_reason\":null}],"
				+ "\"usage\":null,\"obfuscation\":\"x\"}";
	}

	private static String message(String fields) {
		return "{\"choices\":[{\"index\":0,\"message\":{" + fields + "},\"finish_reason\":\"stop\"}]}";
	}

	@Test
	void wholeAnswerIsRead() {
		ChatResponse response = this.wire
			.whole("""


					{"id":"chatcmpl-1","object":"chat.completion","created":1759436803.5,"model":"gpt-x-2026-01-01",
					"service_tier":"default","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,
					"annotations":[{"type":"url_citation"}],"audio":null},"logprobs":{"content":[]},"finish_reason":"stop"},
					{"index":1,"message":{"content":"second"},"finish_reason":"length"}],
					"usage":{"prompt_tokens":398,"completion_tokens":10,"total_tokens":408,
					"prompt_tokens_details":{"cached_tokens":300,"cache_write_tokens":7},
					"completion_tokens_details":{"reasoning_tokens":4}},"timings":{"a":1},"error":null}""");
		assertThat(response.id()).isEqualTo("chatcmpl-1");
		assertThat(response.model()).isEqualTo("gpt-x-2026-01-01");
		assertThat(response.message().content()).containsExactly(new Content.Text("Hi"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.rawFinishReason()).isEqualTo("stop");
		assertThat(response.usage().inputTokens()).isEqualTo(398);
		assertThat(response.usage().cachedInputTokens()).isEqualTo(300);
		assertThat(response.usage().cacheWriteTokens()).isEqualTo(7);
		assertThat(response.usage().outputTokens()).isEqualTo(10);
		assertThat(response.usage().reasoningTokens()).isEqualTo(4);
		assertThat(response.usage().raw()).containsEntry("total_tokens", 408L);
	}

	@Test
	void streamIsRead() {
		Streamed streamed = this.wire.stream(
				"{\"id\":\"\",\"model\":\"\",\"created\":0,\"object\":\"\",\"choices\":[],\"prompt_filter_results\":[{}]}",
				"{\"id\":\"c1\",\"model\":\"gpt-x\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
				delta("\"role\":\"assistant\",\"content\":null"), delta("\"content\":\"Hé\""),
				"{\"id\":\"c2\",\"model\":\"other\",\"choices\":[{\"delta\":null,\"content_filter_results\":{}}]}",
				"{\"choices\":[{\"index\":0,\"content_filter_offsets\":{}}]}",
				"{\"choices\":[{\"delta\":{\"content\":\"llo\"},\"finish_reason\":\"stop\"}]}",
				"{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}", DONE);
		assertThat(streamed.events()).containsExactly(new ChatEvent.TextDelta("Hé"), new ChatEvent.TextDelta("llo"));
		assertThat(streamed.ended()).isTrue();
		assertThat(streamed.response().id()).isEqualTo("c1");
		assertThat(streamed.response().model()).isEqualTo("gpt-x");
		assertThat(streamed.response().content()).isEqualTo("Héllo");
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(streamed.response().usage().inputTokens()).isEqualTo(5);
		assertThat(streamed.response().usage().outputTokens()).isEqualTo(2);
	}

	@Test
	void streamIsCompleteWithAReasonToStopOrTheEndMark() {
		assertThat(this.wire.stream(delta("\"content\":\"Hi\"")).ended()).isFalse();
		assertThat(this.wire.stream(delta("\"content\":\"Hi\""), "{\"choices\":[],\"usage\":{}}").ended()).isFalse();
		assertThat(this.wire.stream(delta("\"content\":\"Hi\""), FINISH).ended()).isTrue();
		assertThat(this.wire.stream(delta("\"content\":\"Hi\""), DONE).ended()).isTrue();
		assertThat(this.wire.stream(delta("\"content\":\"Hi\""), "[DONE] ").ended()).isTrue();
		assertThat(this.wire.stream(delta("\"content\":\"Hi\""), " ").ended()).isFalse();
	}

	@Test
	void whatFollowsTheReasonToStopIsRead() {
		Streamed streamed = this.wire.stream(delta("\"content\":\"Hi\""), FINISH,
				"{\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}],"
						+ "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}",
				DONE);
		assertThat(streamed.response().usage().inputTokens()).isEqualTo(5);
	}

	@Test
	void laterUsageReplacesEarlierUsage() {
		Streamed streamed = this.wire.stream(
				"{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}",
				"{\"choices\":[{\"delta\":{\"content\":\"b\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}",
				delta("\"content\":\"c\""), FINISH);
		assertThat(streamed.response().usage().inputTokens()).isEqualTo(5);
		assertThat(streamed.response().usage().outputTokens()).isEqualTo(2);
	}

	@Test
	void usageStandsWhereTheDialectSays() {
		String chunk = "{\"choices\":[],\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}}";
		assertThat(this.wire.stream(chunk, FINISH).response().usage().inputTokens()).isNull();
		assertThat(
				this.wire.with(Map.of("usage-holder", "x_groq")).stream(chunk, FINISH).response().usage().inputTokens())
			.isEqualTo(5);
	}

	@Test
	void usageOfEveryDialectHasItsPlace() {
		ChatResponse flat = this.wire.whole("""
				{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":20,"completion_tokens":9,
				"prompt_tokens_details":null,"completion_tokens_details":null,"prompt_cache_hit_tokens":8,
				"reasoning_tokens":4}}""");
		assertThat(flat.usage().cachedInputTokens()).isEqualTo(8);
		assertThat(flat.usage().reasoningTokens()).isEqualTo(4);
		assertThat(flat.usage().cacheWriteTokens()).isNull();
		assertThat(this.wire.whole("""
				{"choices":[{"message":{}}],"usage":{"num_cached_tokens":6}}""").usage().cachedInputTokens())
			.isEqualTo(6);
		assertThat(this.wire.whole("""
				{"choices":[{"message":{}}],"usage":{"prompt_token_details":{"cached_tokens":6}}}""")
			.usage()
			.cachedInputTokens()).isEqualTo(6);
	}

	@Test
	void reasoningIsAddedToTheOutputWhereTheServiceCountsItApart() {
		String body = """
				{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":20,"completion_tokens":9,
				"total_tokens":%d,"completion_tokens_details":{"reasoning_tokens":7}}}""";
		assertThat(this.wire.whole(body.formatted(29)).usage().outputTokens()).isEqualTo(9);
		assertThat(this.wire.whole(body.formatted(36)).usage().outputTokens()).isEqualTo(16);
		assertThat(this.wire.whole("{\"choices\":[{\"message\":{}}]}").usage().outputTokens()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "stop,STOP", "length,LENGTH", "tool_calls,TOOL_CALLS", "function_call,TOOL_CALLS",
			"content_filter,CONTENT_FILTER", "error,ERROR", "insufficient_system_resource,ERROR", "model_length,LENGTH",
			"eos,STOP", "end_turn,STOP", "max_tokens,LENGTH", "sensitive,CONTENT_FILTER", "network_error,ERROR",
			"novelty,OTHER" })
	void finishReasonHasAWordOfOurs(String raw, FinishReason expected) {
		ChatResponse response = this.wire
			.whole("{\"choices\":[{\"finish_reason\":\"" + raw + "\",\"message\":{\"content\":\"a\"}}]}");
		assertThat(response.finishReason()).isEqualTo(expected);
		assertThat(response.rawFinishReason()).isEqualTo(raw);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"\"" })
	void missingFinishReasonFollowsFromTheContent(String raw) {
		ChatResponse text = this.wire
			.whole("{\"choices\":[{\"finish_reason\":" + raw + ",\"message\":{\"content\":\"a\"}}]}");
		assertThat(text.finishReason()).isEqualTo(FinishReason.OTHER);
		assertThat(text.rawFinishReason()).isNull();
		ChatResponse call = this.wire.whole("{\"choices\":[{\"finish_reason\":" + raw
				+ ",\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}}]}");
		assertThat(call.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@Test
	void stopWithToolCallsAsksForThem() {
		ChatResponse response = this.wire
			.whole(message("\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(response.rawFinishReason()).isEqualTo("stop");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"\"", "\"Hi\"" })
	void contentBesideToolCallsMayBeAnything(String content) {
		ChatResponse response = this.wire.whole(
				message("\"content\":" + content + ",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}]"));
		assertThat(response.toolCalls()).containsExactly(new Content.ToolCall("a", "f", "{}"));
		assertThat(response.content()).isEqualTo(content.equals("\"Hi\"") ? "Hi" : "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "{}", "[null]" })
	void emptyListOfToolCallsIsNone(String calls) {
		assertThat(this.wire.whole(message("\"content\":\"Hi\",\"tool_calls\":" + calls)).toolCalls()).isEmpty();
		assertThat(this.wire.stream(delta("\"content\":\"Hi\",\"tool_calls\":" + calls), FINISH).response().toolCalls())
			.isEmpty();
	}

	@Test
	void callsOfAWholeAnswerStandAfterItsTextAsInAStream() {
		String calls = "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";
		String text = "\"content\":\"I look.\",\"reasoning_content\":\"Hm.\"";
		Content[] expected = { new Content.Reasoning("Hm."), new Content.Text("I look."),
				new Content.ToolCall("a", "f", "{}") };
		assertThat(this.wire.whole(message(text + "," + calls)).message().content()).containsExactly(expected);
		assertThat(this.wire.whole(message(calls + "," + text)).message().content()).containsExactly(expected);
		assertThat(this.wire.stream(delta(text), delta(calls), FINISH).response().message().content())
			.containsExactly(expected);
	}

	@Test
	void refusalIsAFilteredAnswer() {
		ChatResponse whole = this.wire.whole(message("\"content\":null,\"refusal\":\"I will not.\""));
		ChatResponse streamed = this.wire
			.stream(delta("\"refusal\":\"I will\""), delta("\"refusal\":\" not.\""), FINISH, DONE)
			.response();
		assertThat(List.of(whole, streamed)).allSatisfy((response) -> {
			assertThat(response.content()).isEqualTo("I will not.");
			assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
			assertThat(response.rawFinishReason()).isEqualTo("refusal");
		});
	}

	@Test
	void reasoningStandsUnderEitherName() {
		for (String fields : List.of("\"reasoning_content\":\"Hm.\",\"content\":\"Hi\"",
				"\"content\":\"Hi\",\"reasoning\":\"Hm.\"",
				"\"reasoning\":\"Hm.\",\"reasoning_content\":null,\"content\":\"Hi\"",
				"\"reasoning\":\"Hm.\",\"reasoning_content\":\"\",\"content\":\"Hi\"",
				"\"reasoning\":\"Hm.\",\"reasoning_content\":\"Hm.\",\"content\":\"Hi\"")) {
			assertThat(this.wire.whole(message(fields)).message().content()).as(fields)
				.containsExactly(new Content.Reasoning("Hm."), new Content.Text("Hi"));
		}
	}

	@Test
	void reasoningIsStreamed() {
		Streamed streamed = this.wire.stream(delta("\"content\":null,\"reasoning_content\":\"H\""),
				delta("\"content\":\"\",\"reasoning\":\"m.\",\"reasoning_details\":[{\"text\":\"m.\"}]"),
				delta("\"content\":\"Hi\",\"reasoning_content\":null"), FINISH);
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("H"),
				new ChatEvent.ReasoningDelta("m."), new ChatEvent.TextDelta("Hi"));
	}

	@Test
	void contentMayBeAListOfParts() {
		String parts = """
				"content":[{"type":"thinking","thinking":[{"type":"text","text":"H"},{"text":"m.","x":{}}],"closed":true},
				{"type":"text","text":"Hi"},{"type":"reference","reference_ids":[1]},"!",null,
				{"type":"thinking","thinking":"Yes."}]""";
		assertThat(this.wire.whole(message(parts)).message().content()).containsExactly(new Content.Reasoning("Hm."),
				new Content.Text("Hi!"), new Content.Reasoning("Yes."));
		assertThat(this.wire.stream(delta(parts), FINISH).response().content()).isEqualTo("Hi!");
	}

	@Test
	void thinkTagsSplitOverChunksTellReasoningFromText() {
		Streamed streamed = this.wire.stream(delta("\"content\":\"<th\""), delta("\"content\":\"ink>Hm\""),
				delta("\"content\":\"m.</thi\""), delta("\"content\":\"nk>Hi\""), FINISH);
		assertThat(streamed.response().message().content()).containsExactly(new Content.Reasoning("Hmm."),
				new Content.Text("Hi"));
		assertThat(this.wire.with(Map.of("think-tags", false))
			.whole(message("\"content\":\"<think>a</think>\""))
			.content()).isEqualTo("<think>a</think>");
	}

	@Test
	void wholeMessageBesideTheDeltaIsNotReadTwice() {
		Streamed streamed = this.wire.stream(
				"{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"delta\":{\"content\":\"Hi\"}}]}",
				"{\"choices\":[{\"message\":{\"content\":\"Hi!\"},\"delta\":{\"content\":\"!\"},\"finish_reason\":\"stop\"}]}");
		assertThat(streamed.response().content()).isEqualTo("Hi!");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"message\":\"Slow down\",\"code\":429}}",
			"{\"choices\":[],\"error\":{\"message\":\"Slow down\",\"code\":\"rate_limit_exceeded\"}}",
			"{\"error\":{\"message\":\"Slow down\",\"code\":429},\"choices\":[{\"delta\":{\"content\":\"\"}}]}",
			"{\"choices\":null,\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit_error\",\"code\":null}}",
			"{\"error\":{\"message\":\"Slow down\",\"status_code\":429,\"code\":\"x\"}}" })
	void errorUnderSuccessIsAnError(String body) {
		assertThat(List.of(this.wire.wholeError(body), this.wire.streamError(delta("\"content\":\"a\""), body)))
			.allSatisfy((exception) -> {
				assertThat(exception.reason()).isEqualTo(Reason.RATE_LIMITED);
				assertThat(exception.detail()).contains("Slow down");
				assertThat(exception.status()).isNull();
			});
	}

	@Test
	void errorMayBePlainText() {
		LlmException exception = this.wire.wholeError("{\"error\":\"model not loaded\"}");
		assertThat(exception.detail()).contains("model not loaded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "", "7", "<html>", "{\"choices\":[]}", "{\"choices\":null}", "{\"choices\":[{",
			"{\"content\":[],\"stop_reason\":\"end_turn\"}" })
	void wholeIsMalformedWithoutAChoice(String body) {
		assertThat(this.wire.wholeError(body).reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "[1]", "{\"choices\":[{]}", "{} {}", "{\"choices\":" })
	void frameThatIsNoObjectIsMalformed(String frame) {
		assertThat(this.wire.streamError(delta("\"content\":\"a\""), frame).reason())
			.isEqualTo(Reason.MALFORMED_RESPONSE);
	}

	@Test
	void deepNestingIsRejected() {
		String deep = "{\"choices\":[{\"x\":" + "[".repeat(300) + "]".repeat(300) + "}]}";
		assertThat(this.wire.wholeError(deep).reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		assertThat(this.wire.streamError(deep).reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
	}

}
