package io.github.llmspring.wire.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.StreamDecoder;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.Wire.Streamed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConverseAnswerTests {

	private static final String STOP = "{\"p\":\"ab\",\"stopReason\":\"end_turn\"}";

	private final Wire wire = Wire.of(new BedrockConverseFormat());

	private static String whole(String stopReason, String... blocks) {
		return "{\"metrics\":{\"latencyMs\":9},\"output\":{\"message\":{\"content\":[" + String.join(",", blocks)
				+ "],\"role\":\"assistant\"}},\"stopReason\":\"" + stopReason
				+ "\",\"usage\":{\"inputTokens\":10,\"outputTokens\":4,\"totalTokens\":7372,\"cacheReadInputTokens\":7351,"
				+ "\"cacheWriteInputTokens\":7,\"cacheReadInputTokenCount\":7351,\"cacheWriteInputTokenCount\":7}}";
	}

	private static String delta(int index, String delta) {
		return "{\"contentBlockIndex\":" + index + ",\"delta\":{" + delta + "},\"p\":\"abcdef\"}";
	}

	private static String start(int index, String fields) {
		return "{\"contentBlockIndex\":" + index + ",\"start\":{\"toolUse\":{" + fields + "}}}";
	}

	@Test
	void wholeAnswerIsRead() {
		ChatResponse response = this.wire.whole(whole("end_turn",
				"{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Greet.\",\"signature\":\"c2ln\"}}}",
				"{\"reasoningContent\":{\"redactedContent\":\"eHg=\"}}", "{\"text\":\"Hi\"}"));
		assertThat(response.message().content()).containsExactly(
				new Content.Reasoning("Greet.", new ProviderData("bedrock-converse", "signature:c2ln")),
				new Content.Reasoning("", new ProviderData("bedrock-converse", "redacted:eHg=")),
				new Content.Text("Hi"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.rawFinishReason()).isEqualTo("end_turn");
	}

	@Test
	void inputIsCountedWithWhatCameFromTheCacheAndDuplicatesOnce() {
		ChatResponse response = this.wire.whole(whole("end_turn", "{\"text\":\"Hi\"}"));
		assertThat(response.usage().inputTokens()).isEqualTo(7368);
		assertThat(response.usage().cachedInputTokens()).isEqualTo(7351);
		assertThat(response.usage().cacheWriteTokens()).isEqualTo(7);
		assertThat(response.usage().outputTokens()).isEqualTo(4);
	}

	@Test
	void streamIsReadBlockByBlock() {
		Streamed streamed = this.wire.stream("{\"p\":\"abc\",\"role\":\"assistant\"}",
				delta(0, "\"reasoningContent\":{\"text\":\"Gr\"}"),
				delta(0, "\"reasoningContent\":{\"text\":\"eet.\"}"),
				delta(0, "\"reasoningContent\":{\"signature\":\"c2ln\"}"), "{\"contentBlockIndex\":0}",
				delta(1, "\"text\":\"H\""), delta(1, "\"text\":\"i\""), "{\"contentBlockIndex\":1}",
				delta(2, "\"text\":\"!\""), STOP,
				"{\"metrics\":{\"latencyMs\":1},\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5}}");
		assertThat(streamed.ended()).isTrue();
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("Gr"),
				new ChatEvent.ReasoningDelta("eet."), new ChatEvent.TextDelta("H"), new ChatEvent.TextDelta("i"),
				new ChatEvent.TextDelta("!"));
		assertThat(streamed.response().message().content()).containsExactly(
				new Content.Reasoning("Greet.", new ProviderData("bedrock-converse", "signature:c2ln")),
				new Content.Text("Hi"), new Content.Text("!"));
		assertThat(streamed.response().usage().inputTokens()).isEqualTo(3);
	}

	@Test
	void streamWithoutAReasonToStopHasNotEnded() {
		assertThat(this.wire.stream(delta(0, "\"text\":\"H\""), "{\"contentBlockIndex\":0}").ended()).isFalse();
	}

	@Test
	void callsComeWholeOrInPieces() {
		assertThat(this.wire
			.whole(whole("tool_use", "{\"toolUse\":{\"toolUseId\":\"a\",\"name\":\"f\",\"input\":{\"x\":1}}}",
					"{\"toolUse\":{\"toolUseId\":\"b\",\"name\":\"g\",\"input\":{}}}"))
			.toolCalls())
			.containsExactly(new Content.ToolCall("a", "f", "{\"x\":1}"), new Content.ToolCall("b", "g", "{}"));
		Streamed streamed = this.wire.stream(delta(0, "\"text\":\"Look.\""),
				start(1, "\"toolUseId\":\"a\",\"name\":\"f\""), delta(1, "\"toolUse\":{\"input\":\"\"}"),
				delta(1, "\"toolUse\":{\"input\":\"{\\\"x\\\":\"}"), delta(1, "\"toolUse\":{\"input\":\"1}\"}"),
				start(2, "\"toolUseId\":\"b\",\"name\":\"g\""), "{\"p\":\"a\",\"stopReason\":\"tool_use\"}");
		assertThat(streamed.response().toolCalls()).containsExactly(new Content.ToolCall("a", "f", "{\"x\":1}"),
				new Content.ToolCall("b", "g", "{}"));
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@Test
	void callsOfToolsAtTheServiceAreNobodysToAnswer() {
		Streamed streamed = this.wire.stream(
				start(0, "\"toolUseId\":\"s\",\"name\":\"search\",\"type\":\"server_tool_use\""),
				delta(0, "\"toolUse\":{\"input\":\"{}\"}"), delta(1, "\"text\":\"Found.\""), STOP);
		assertThat(streamed.response().toolCalls()).isEmpty();
		assertThat(streamed.response().content()).isEqualTo("Found.");
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void whatToolsAtTheServiceLeftGoesBackAsItCame() {
		String blocks = """
				[{"toolUse":{"toolUseId":"s","name":"search","type":"server_tool_use","input":{"q":1.0}}},
				{"toolResult":{"toolUseId":"s","type":"search_result","status":"success","content":[{"json":{"a":1}},{"text":"b"}]}},
				{"text":"Found."}]""";
		ChatResponse whole = this.wire.whole(whole("end_turn", blocks.substring(1, blocks.length() - 1)));
		Streamed streamed = this.wire.stream(
				start(0, "\"toolUseId\":\"s\",\"name\":\"search\",\"type\":\"server_tool_use\""),
				delta(0, "\"toolUse\":{\"input\":\"{\\\"q\\\":\"}"), delta(0, "\"toolUse\":{\"input\":\"1.0}\"}"),
				"{\"contentBlockIndex\":1,\"start\":{\"toolResult\":{\"toolUseId\":\"s\",\"type\":\"search_result\",\"status\":\"success\"}}}",
				delta(1, "\"toolResult\":[{\"json\":{\"a\":1}}]"), delta(1, "\"toolResult\":[{\"text\":\"b\"}]"),
				delta(2, "\"text\":\"Found.\""), STOP);
		for (ChatResponse response : List.of(whole, streamed.response())) {
			assertThat(response.content()).isEqualTo("Found.");
			assertThat(response.reasoning()).isNull();
			assertThat(response.toolCalls()).isEmpty();
			assertThat(
					this.wire.body(Message.user("a"), response.message(), Message.user("b")).at("/messages/1/content"))
				.isEqualTo(Wire.json(blocks));
		}
	}

	@Test
	void answerByToolIsTextAndNoCall() {
		String input = "{\"name\":\"Bob\"}";
		ChatResponse whole = this.wire.whole(whole("tool_use",
				"{\"toolUse\":{\"toolUseId\":\"a\",\"name\":\"final_json_answer\",\"input\":" + input + "}}"));
		assertThat(whole.content()).isEqualTo(input);
		assertThat(whole.toolCalls()).isEmpty();
		assertThat(whole.finishReason()).isEqualTo(FinishReason.STOP);
		Streamed streamed = this.wire.stream(start(0, "\"toolUseId\":\"a\",\"name\":\"final_json_answer\""),
				delta(0, "\"toolUse\":{\"input\":\"{\\\"name\\\":\"}"), delta(0, "\"toolUse\":{\"input\":\"1}\"}"),
				"{\"stopReason\":\"tool_use\"}");
		assertThat(streamed.response().content()).isEqualTo("{\"name\":1}");
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void citedTextIsTextAndUnknownBlocksAreNone() {
		assertThat(this.wire.whole(whole("end_turn",
				"{\"citationsContent\":{\"content\":[{\"text\":\"It \"},{\"text\":\"is.\"}],\"citations\":[{\"title\":\"a\"}]}}",
				"{\"guardContent\":{\"text\":{\"text\":\"no\"}}}"))
			.content()).isEqualTo("It is.");
		assertThat(this.wire.stream(delta(0, "\"citation\":{\"title\":\"a\"}"), delta(0, "\"text\":\"It is.\""), STOP)
			.response()
			.content()).isEqualTo("It is.");
	}

	@ParameterizedTest
	@CsvSource({ "end_turn,STOP", "stop_sequence,STOP", "tool_use,TOOL_CALLS", "max_tokens,LENGTH",
			"model_context_window_exceeded,LENGTH", "guardrail_intervened,CONTENT_FILTER",
			"content_filtered,CONTENT_FILTER", "malformed_model_output,ERROR", "malformed_tool_use,ERROR",
			"new,OTHER" })
	void reasonToStopIsToldInOurWords(String word, FinishReason reason) {
		assertThat(this.wire.whole(whole(word, "{\"text\":\"Hi\"}")).finishReason()).isEqualTo(reason);
	}

	@ParameterizedTest
	@CsvSource({ "exception:throttlingException,RATE_LIMITED", "exception:serviceUnavailableException,OVERLOADED",
			"exception:internalServerException,SERVER_ERROR", "exception:modelStreamErrorException,SERVER_ERROR",
			"exception:modelTimeoutException,SERVER_ERROR", "exception:validationException,INVALID_REQUEST",
			"error:InternalFailure,SERVER_ERROR" })
	void failureInTheStreamEndsIt(String name, Reason reason) {
		byte[] data = "{\"message\":\"Something is wrong.\"}".getBytes(StandardCharsets.UTF_8);
		try (StreamDecoder decoder = this.wire.format().decoder(Dialect.STANDARD)) {
			LlmException failure = catchThrowableOfType(LlmException.class,
					() -> decoder.event(name, data, 0, data.length, (event) -> {
					}));
			assertThat(failure.reason()).isEqualTo(reason);
			assertThat(failure).hasMessageContaining("Something is wrong.");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "400 | ValidationException | Input is too long for requested model. | CONTEXT_TOO_LONG",
					"400 | ValidationException | The provided model identifier is invalid. | INVALID_REQUEST",
					"403 | UnrecognizedClientException | The security token is invalid. | AUTHENTICATION",
					"404 | ResourceNotFoundException | Could not resolve the foundation model. | MODEL_NOT_FOUND",
					"424 | ModelErrorException | The model failed. | SERVER_ERROR",
					"429 | ThrottlingException | Too many tokens, please wait before trying again. | RATE_LIMITED",
					"400 | ServiceQuotaExceededException | No more. | QUOTA_EXHAUSTED",
					"503 | ServiceUnavailableException | Bedrock is unavailable. | OVERLOADED" })
	void failureIsExplained(int status, String type, String words, Reason reason) {
		LlmException error = this.wire.format()
			.error(status, (name) -> name.equals("x-amzn-errortype") ? type + ":http://internal/coral/" : null,
					("{\"message\":\"" + words + "\"}").getBytes(StandardCharsets.UTF_8));
		assertThat(error.reason()).isEqualTo(reason);
		assertThat(error).hasMessageContaining(words);
	}

	@Test
	void otherJsonIsNoAnswer() {
		assertThat(this.wire.wholeError("{\"message\":\"Hi\"}").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
	}

}
