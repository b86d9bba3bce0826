package io.github.llmspring.wire.gemini;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.Wire.Streamed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GeminiAnswerTests {

	private static final ProviderData SIGNATURE = new ProviderData("gemini", "c2ln");

	private final Wire wire = Wire.of(new GeminiFormat());

	private static String parts(String parts) {
		return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]},\"index\":0}]}";
	}

	private static String finish(String reason) {
		return "{\"candidates\":[{\"finishReason\":\"" + reason + "\"}]}";
	}

	@Test
	void wholeAnswerIsRead() {
		ChatResponse response = this.wire.whole("""
				{"candidates":[{"index":0,"content":{"role":"model","parts":[
				 {"text":"Think.","thought":true},{"text":"It is "},{"text":"18C."},
				 {"functionCall":{"name":"clock","args":{"zone":"CET","n":1.0}},"thoughtSignature":"c2ln"},
				 {"functionCall":{"id":"g98","name":"clock"}}]},
				 "finishReason":"STOP","finishMessage":"Model generated function call(s).","safetyRatings":[{"a":1}]},
				 {"index":1,"content":{"parts":[{"text":"second"}]}}],
				 "usageMetadata":{"promptTokenCount":48,"toolUsePromptTokenCount":2,"cachedContentTokenCount":40,
				  "candidatesTokenCount":14,"thoughtsTokenCount":61,"totalTokenCount":125,
				  "promptTokensDetails":[{"modality":"TEXT","tokenCount":48}],"serviceTier":"standard"},
				 "modelVersion":"gemini-x-001","responseId":"r1"}""");
		assertThat(response.id()).isEqualTo("r1");
		assertThat(response.model()).isEqualTo("gemini-x-001");
		assertThat(response.message().content()).containsExactly(new Content.Reasoning("Think."),
				new Content.Text("It is 18C."),
				new Content.ToolCall("call_0", "clock", "{\"zone\":\"CET\",\"n\":1.0}", SIGNATURE),
				new Content.ToolCall("g98", "clock", "{}"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(response.rawFinishReason()).isEqualTo("STOP");
		assertThat(response.warnings()).isEmpty();
		assertThat(response.usage().inputTokens()).isEqualTo(50);
		assertThat(response.usage().cachedInputTokens()).isEqualTo(40);
		assertThat(response.usage().cacheWriteTokens()).isNull();
		assertThat(response.usage().outputTokens()).isEqualTo(75);
		assertThat(response.usage().reasoningTokens()).isEqualTo(61);
		assertThat(response.usage().raw()).containsEntry("totalTokenCount", 125L);
	}

	@Test
	void framesAddPartsAndReplaceUsage() {
		Streamed streamed = this.wire.stream("""
				{"candidates":[{"content":{"parts":[{"text":"Th","thought":true}],"role":"model"},"index":0}],
				"usageMetadata":{"promptTokenCount":5,"cachedContentTokenCount":3,"totalTokenCount":6},
				"modelVersion":"gemini-x","responseId":"r1"}""", parts("{\"text\":\"ink\",\"thought\":true}"),
				parts("{\"text\":\"Hé\"}"), parts("{\"text\":\"llo\"}"), """
						{"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":1}}""", """
						{"candidates":[{"content":{},"finishReason":"STOP","groundingMetadata":{"x":[{}]}}],
						"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"thoughtsTokenCount":4}}""");
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("Th"),
				new ChatEvent.ReasoningDelta("ink"), new ChatEvent.TextDelta("Hé"), new ChatEvent.TextDelta("llo"));
		assertThat(streamed.ended()).isTrue();
		assertThat(streamed.response().message().content()).containsExactly(new Content.Reasoning("Think"),
				new Content.Text("Héllo"));
		assertThat(streamed.response().id()).isEqualTo("r1");
		assertThat(streamed.response().usage().inputTokens()).isEqualTo(5);
		assertThat(streamed.response().usage().cachedInputTokens()).isEqualTo(3);
		assertThat(streamed.response().usage().outputTokens()).isEqualTo(6);
	}

	@Test
	void parallelCallsOfOneToolStayApart() {
		Streamed streamed = this.wire.stream(parts(
				"{\"functionCall\":{\"name\":\"clock\",\"args\":{\"zone\":\"CET\"}},\"thoughtSignature\":\"c2ln\"}"),
				parts("{\"functionCall\":{\"name\":\"clock\",\"args\":{\"zone\":\"UTC\"}}}"), finish("STOP"));
		assertThat(streamed.response().toolCalls()).containsExactly(
				new Content.ToolCall("call_0", "clock", "{\"zone\":\"CET\"}", SIGNATURE),
				new Content.ToolCall("call_1", "clock", "{\"zone\":\"UTC\"}"));
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@Test
	void streamedArgumentsArePutTogether() {
		Streamed streamed = this.wire.stream(
				parts("{\"functionCall\":{\"name\":\"trip\",\"willContinue\":true},\"thoughtSignature\":\"c2ln\"}"),
				parts("""
						{"functionCall":{"partialArgs":[{"jsonPath":"$.city","stringValue":"Ber","willContinue":true}],
						"willContinue":true}}"""), parts("""
						{"functionCall":{"partialArgs":[{"jsonPath":"$.city","stringValue":"lin"},
						{"jsonPath":"$.days","numberValue":2},{"jsonPath":"$.by['night train']","boolValue":true},
						{"jsonPath":"$.stops[1].name","stringValue":"Hof"},{"jsonPath":"$.back","nullValue":null},
						{"jsonPath":"nonsense","stringValue":"x"}],"willContinue":true}}"""),
				parts("{\"functionCall\":{}}"), parts("""
						{"functionCall":{"name":"clock","willContinue":true,
						"partialArgs":[{"jsonPath":"$.zone","stringValue":"C","willContinue":true}]}}"""),
				finish("MAX_TOKENS"));
		assertThat(streamed.response().toolCalls())
			.containsExactly(new Content.ToolCall("call_0", "trip",
					"{\"city\":\"Berlin\",\"days\":2,\"by\":{\"night train\":true},\"stops\":[null,{\"name\":\"Hof\"}],"
							+ "\"back\":null}",
					SIGNATURE), new Content.ToolCall("call_1", "clock", "{\"zone\":\"C\"}"));
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.LENGTH);
	}

	@Test
	void streamedArgumentsAreGivenOutAtTheEndOfTheirCall() {
		Streamed streamed = this.wire.stream(parts("""
				{"functionCall":{"name":"clock","willContinue":true,
				"partialArgs":[{"jsonPath":"$.zone","stringValue":"CET"}]}}"""), parts("{\"functionCall\":{}}"),
				parts("{\"text\":\"Hi\"}"));
		assertThat(streamed.events()).containsExactly(new ChatEvent.ToolCallDelta(0, "call_0", "clock", ""),
				new ChatEvent.ToolCallDelta(0, null, null, "{\"zone\":\"CET\"}"), new ChatEvent.TextDelta("Hi"));
	}

	@Test
	void signedTextStaysAPieceOfItsOwn() {
		Streamed streamed = this.wire.stream(parts("{\"text\":\"a\"}"),
				parts("{\"text\":\"b\",\"thoughtSignature\":\"c2ln\"}"), parts("{\"text\":\"c\"}"),
				parts("{\"text\":\"d\",\"thoughtSignature\":\"c2ln\"}"),
				parts("{\"text\":\"\",\"thoughtSignature\":\"bGFzdA==\"}"), finish("STOP"));
		assertThat(streamed.response().message().content()).containsExactly(new Content.Text("a"),
				new Content.Text("b", SIGNATURE), new Content.Text("c"), new Content.Text("d", SIGNATURE),
				new Content.Reasoning("", new ProviderData("gemini", "bGFzdA==")));
		assertThat(streamed.response().content()).isEqualTo("abcd");
		assertThat(streamed.response().reasoning()).isNull();
	}

	@Test
	void generatedMediaIsRead() {
		ChatResponse response = this.wire.whole(parts("""
				{"text":"Look: "},{"inlineData":{"mimeType":"image/png","data":"-_8="},"thoughtSignature":"c2ln"}"""));
		assertThat(response.message().content()).containsExactly(new Content.Text("Look: "),
				Media.of("image/png", new byte[] { (byte) 0xFB, (byte) 0xFF }));
		assertThat(this.wire.wholeError(parts("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"A\"}}")).reason())
			.isEqualTo(Reason.MALFORMED_RESPONSE);
	}

	@Test
	void partsOfUnknownKindsAreLeftOut() {
		ChatResponse response = this.wire.whole(parts("""
				{"executableCode":{"language":"PYTHON","code":"1"},"thoughtSignature":"c2ln"},
				{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}},{"text":"one"}"""));
		assertThat(response.message().content()).containsExactly(new Content.Text("one"));
	}

	@Test
	void blockedPromptIsAFilteredAnswer() {
		String body = """
				{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","blockReasonMessage":"Not this.",
				"safetyRatings":[]},"usageMetadata":{"trafficType":"ON_DEMAND"},"modelVersion":"gemini-x"}""";
		Streamed streamed = this.wire.stream(body);
		assertThat(streamed.ended()).isTrue();
		assertThat(List.of(this.wire.whole(body), streamed.response())).allSatisfy((response) -> {
			assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
			assertThat(response.rawFinishReason()).isEqualTo("PROHIBITED_CONTENT");
			assertThat(response.content()).isEmpty();
			assertThat(response.usage().inputTokens()).isNull();
			assertThat(response.warnings()).singleElement().asString().contains("Not this.");
		});
	}

	@ParameterizedTest
	@CsvSource({ "STOP,STOP", "MAX_TOKENS,LENGTH", "SAFETY,CONTENT_FILTER", "RECITATION,CONTENT_FILTER",
			"BLOCKLIST,CONTENT_FILTER", "PROHIBITED_CONTENT,CONTENT_FILTER", "SPII,CONTENT_FILTER",
			"LANGUAGE,CONTENT_FILTER", "IMAGE_SAFETY,CONTENT_FILTER", "IMAGE_PROHIBITED_CONTENT,CONTENT_FILTER",
			"IMAGE_RECITATION,CONTENT_FILTER", "MODEL_ARMOR,CONTENT_FILTER", "MALFORMED_FUNCTION_CALL,ERROR",
			"UNEXPECTED_TOOL_CALL,ERROR", "TOO_MANY_TOOL_CALLS,ERROR", "MISSING_THOUGHT_SIGNATURE,ERROR",
			"MALFORMED_RESPONSE,ERROR", "OTHER,OTHER", "IMAGE_OTHER,OTHER", "NO_IMAGE,OTHER",
			"FINISH_REASON_UNSPECIFIED,OTHER" })
	void finishReasonHasAWordOfOurs(String raw, FinishReason expected) {
		assertThat(List.of(this.wire.whole(finish(raw)), this.wire.stream(finish(raw)).response()))
			.allSatisfy((response) -> {
				assertThat(response.finishReason()).isEqualTo(expected);
				assertThat(response.rawFinishReason()).isEqualTo(raw);
			});
	}

	@Test
	void failureOfTheModelIsExplained() {
		ChatResponse response = this.wire.whole("""
				{"candidates":[{"finishMessage":"Unknown tool 'x'.","finishReason":"UNEXPECTED_TOOL_CALL"}]}""");
		assertThat(response.warnings()).singleElement().asString().contains("Unknown tool 'x'.");
	}

	@Test
	void oddShapesAreSurvived() {
		ChatResponse cut = this.wire.whole("""
				{"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}],
				"usageMetadata":{"promptTokenCount":9,"thoughtsTokenCount":40,"totalTokenCount":49}}""");
		assertThat(cut.content()).isEmpty();
		assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(cut.usage().outputTokens()).isEqualTo(40);
		for (String body : List.of("{\"candidates\":[{\"content\":{}}]}", "{\"candidates\":[{}]}",
				"{\"candidates\":[]}", "{\"candidates\":[{\"content\":null}]}", "{\"candidates\":[null]}",
				"{\"usageMetadata\":{\"promptTokenCount\":9}}",
				parts("null,{},{\"functionCall\":null},{\"functionCall\":{}},{\"text\":null},{\"inlineData\":null}"))) {
			assertThat(this.wire.whole(body).message().content()).as(body).isEmpty();
		}
	}

	@Test
	void outputIsUnknownWhereNothingOfItWasCounted() {
		ChatResponse response = this.wire
			.whole("""
					{"candidates":[{"finishReason":"SAFETY"}],"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9}}""");
		assertThat(response.usage().inputTokens()).isEqualTo(9);
		assertThat(response.usage().outputTokens()).isNull();
		assertThat(response.usage().reasoningTokens()).isNull();
	}

	@Test
	void streamIsCompleteOnceAReasonToStopIsKnown() {
		String text = parts("{\"text\":\"Hi\"}");
		assertThat(this.wire.stream(text).ended()).isFalse();
		assertThat(this.wire.stream(text, "{\"usageMetadata\":{\"promptTokenCount\":9}}").ended()).isFalse();
		assertThat(this.wire.stream(text, finish("STOP")).ended()).isTrue();
		assertThat(this.wire.stream(text, finish("STOP"), "{\"usageMetadata\":{\"promptTokenCount\":9}}")
			.response()
			.usage()
			.inputTokens()).isEqualTo(9);
	}

	@Test
	void errorInTheStreamEndsIt() {
		LlmException exception = this.wire.streamError(parts("{\"text\":\"Hi\"}"), """
				{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""");
		assertThat(exception.reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(exception.detail()).contains("The model is overloaded.");
	}

	@Test
	void listOfFramesIsAWholeAnswer() {
		ChatResponse response = this.wire
			.whole("[" + parts("{\"text\":\"Hel\"}") + ",\n" + parts("{\"text\":\"lo\"}") + "," + finish("STOP") + "]");
		assertThat(response.content()).isEqualTo("Hello");
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void errorInAListOfFramesIsAnError() {
		LlmException exception = this.wire.wholeError("[" + parts("{\"text\":\"Hel\"}")
				+ ",{\"error\":{\"code\":429,\"message\":\"slow\",\"status\":\"RESOURCE_EXHAUSTED\"}}]");
		assertThat(exception.reason()).isEqualTo(Reason.RATE_LIMITED);
		assertThat(exception.detail()).contains("slow");
	}

	@Test
	void wholeIsMalformedWithoutAnAnswer() {
		for (String body : List.of("{}", "{\"choices\":[]}", "[]", "7", "", "{\"candidates\":[{")) {
			assertThat(this.wire.wholeError(body).reason()).as(body).isEqualTo(Reason.MALFORMED_RESPONSE);
		}
	}

	@Test
	void badKeyUnderStatus400IsAnAuthenticationError() {
		LlmException exception = this.wire.error(400, """
				{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.",
				"status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",
				"reason":"API_KEY_INVALID"}]}}""");
		assertThat(exception.reason()).isEqualTo(Reason.AUTHENTICATION);
	}

}
