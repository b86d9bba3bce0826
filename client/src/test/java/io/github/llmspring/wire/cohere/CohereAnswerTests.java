package io.github.llmspring.wire.cohere;

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

import static org.assertj.core.api.Assertions.assertThat;

class CohereAnswerTests {

	private static final String START = "{\"id\":\"e5\",\"type\":\"message-start\",\"delta\":{\"message\":{"
			+ "\"role\":\"assistant\",\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}}}";

	private final Wire wire = Wire.of(new CohereFormat());

	private static String message(String type, String fields) {
		return "{\"type\":\"" + type + "\",\"index\":0,\"delta\":{\"message\":{" + fields + "}}}";
	}

	private static String end(String fields) {
		return "{\"type\":\"message-end\",\"delta\":{" + fields + "}}";
	}

	private static String whole(String message, String reason) {
		return "{\"id\":\"e5\",\"message\":{\"role\":\"assistant\"," + message + "},\"finish_reason\":\"" + reason
				+ "\"}";
	}

	@Test
	void wholeAnswerIsRead() {
		ChatResponse response = this.wire.whole("""
				{"id":"e5","message":{"role":"assistant","tool_plan":"I will look.","content":[
				{"type":"thinking","thinking":"Hm."},{"type":"text","text":"Noon"}],"tool_calls":[{"id":"clock_1",
				"type":"function","function":{"name":"clock","arguments":"{\\"zone\\":1}"}},{"id":"clock_2",
				"type":"function","function":{"name":"clock","arguments":""}}],"citations":[{"start":0,"end":4}]},
				"finish_reason":"TOOL_CALL","usage":{"billed_units":{"input_tokens":50,"output_tokens":4},
				"tokens":{"input_tokens":1537,"output_tokens":18,"reasoning_tokens":7},"cached_tokens":1408}}""");
		assertThat(response.id()).isEqualTo("e5");
		assertThat(response.message().content()).containsExactly(new Content.Reasoning("I will look."),
				new Content.Reasoning("Hm."), new Content.Text("Noon"),
				new Content.ToolCall("clock_1", "clock", "{\"zone\":1}"),
				new Content.ToolCall("clock_2", "clock", "{}"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(response.usage().inputTokens()).isEqualTo(1537);
		assertThat(response.usage().cachedInputTokens()).isEqualTo(1408);
		assertThat(response.usage().outputTokens()).isEqualTo(18);
		assertThat(response.usage().reasoningTokens()).isEqualTo(7);
		assertThat(response.usage().raw()).containsEntry("billed_units.input_tokens", 50L);
	}

	@Test
	void streamIsReadEventByEvent() {
		Streamed streamed = this.wire.stream(START,
				message("content-start", "\"content\":{\"type\":\"thinking\",\"thinking\":\"\"}"),
				message("content-delta", "\"content\":{\"thinking\":\"Hm.\"}"),
				"{\"type\":\"content-end\",\"index\":0}",
				message("content-start", "\"content\":{\"type\":\"text\",\"text\":\"\"}"),
				message("content-delta", "\"content\":{\"text\":\"No\"}"),
				message("citation-start", "\"citations\":{\"start\":0,\"end\":2,\"text\":\"No\"}"),
				message("content-delta", "\"content\":{\"text\":\"on\"}"), "{\"type\":\"content-end\",\"index\":1}",
				end("\"finish_reason\":\"COMPLETE\",\"usage\":{\"tokens\":{\"input_tokens\":3,\"output_tokens\":2}}"),
				"[DONE]");
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("Hm."),
				new ChatEvent.TextDelta("No"), new ChatEvent.TextDelta("on"));
		assertThat(streamed.ended()).isTrue();
		assertThat(streamed.response().id()).isEqualTo("e5");
		assertThat(streamed.response().usage().inputTokens()).isEqualTo(3);
	}

	@Test
	void callsOfAStreamComeOneByOne() {
		Streamed streamed = this.wire.stream(START, message("tool-plan-delta", "\"tool_plan\":\"I will\""),
				message("tool-plan-delta", "\"tool_plan\":\" look.\""),
				message("tool-call-start",
						"\"tool_calls\":{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}"),
				message("tool-call-delta", "\"tool_calls\":{\"function\":{\"arguments\":\"{\\\"x\\\"\"}}"),
				message("tool-call-delta", "\"tool_calls\":{\"function\":{\"arguments\":\":1}\"}}"),
				"{\"type\":\"tool-call-end\",\"index\":0}",
				message("tool-call-start",
						"\"tool_calls\":{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}"),
				"{\"type\":\"tool-call-end\",\"index\":1}", end("\"finish_reason\":\"TOOL_CALL\""));
		assertThat(streamed.response().reasoning()).isEqualTo("I will look.");
		assertThat(streamed.response().toolCalls()).containsExactly(new Content.ToolCall("a", "f", "{\"x\":1}"),
				new Content.ToolCall("b", "f", "{}"));
	}

	@Test
	void markAloneDoesNotEndAStream() {
		assertThat(this.wire.stream(START, "[DONE]").ended()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "COMPLETE,STOP", "STOP_SEQUENCE,STOP", "MAX_TOKENS,LENGTH", "TOOL_CALL,TOOL_CALLS", "ERROR,ERROR",
			"TIMEOUT,ERROR", "ERROR_TOXIC,CONTENT_FILTER", "NEW,OTHER" })
	void finishIsToldInOurWords(String word, FinishReason reason) {
		ChatResponse response = this.wire.whole(whole("\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]", word));
		assertThat(response.finishReason()).isEqualTo(reason);
		assertThat(response.rawFinishReason()).isEqualTo(word);
	}

	@Test
	void errorAtTheEndIsNoAnswer() {
		LlmException error = this.wire.streamError(START, message("content-delta", "\"content\":{\"text\":\"No\"}"),
				end("\"finish_reason\":\"ERROR\",\"error\":\"It broke.\""));
		assertThat(error).hasMessageContaining("the service answered \"It broke.\"");
		assertThat(error.reason()).isEqualTo(Reason.SERVER_ERROR);
		assertThat(this.wire.stream(START, end("\"finish_reason\":\"COMPLETE\",\"error\":null")).ended()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "400 | too many tokens: size limit | CONTEXT_TOO_LONG",
			"401 | invalid api token | AUTHENTICATION", "402 | please add a payment method | QUOTA_EXHAUSTED",
			"404 | model 'x' not found, make sure the correct model ID was used | MODEL_NOT_FOUND",
			"422 | message must be at least 1 token long | INVALID_REQUEST",
			"429 | You are using a Trial key, which is limited to 1000 API calls per month, monthly limit | QUOTA_EXHAUSTED",
			"429 | rate limit exceeded | RATE_LIMITED", "498 | invalid token | AUTHENTICATION",
			"503 | unavailable | OVERLOADED" })
	void failureIsExplained(int status, String words, Reason reason) {
		LlmException error = this.wire.error(status, "{\"id\":\"e5\",\"message\":\"" + words + "\"}");
		assertThat(error.reason()).isEqualTo(reason);
		assertThat(error.status()).isEqualTo(status);
	}

	@Test
	void otherJsonIsNoAnswer() {
		assertThat(this.wire.wholeError("{\"message\":\"Hi\"}").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
	}

}
