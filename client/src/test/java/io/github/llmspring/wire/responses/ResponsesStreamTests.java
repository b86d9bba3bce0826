package io.github.llmspring.wire.responses;

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

class ResponsesStreamTests {

	private static final String CREATED = """
			{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response",
			"status":"in_progress","error":null,"incomplete_details":null,"model":"gpt-x-2026","output":[],"usage":null}}""";

	private static final String COMPLETED = """
			{"type":"response.completed","response":{"id":"resp_1","status":"completed","error":null,"model":"gpt-x-2026",
			"output":[],"usage":{"input_tokens":5,"output_tokens":7}}}""";

	private final Wire wire = Wire.of(new OpenAiResponsesFormat());

	@Test
	void callOfTheAnswersToolIsTheAnswer() {
		Streamed streamed = this.wire.stream(CREATED, added(0, """
				"type":"function_call","call_id":"c1","name":"final_json_answer","arguments":\"\""""),
				delta("function_call_arguments", 0, "{\\\"na"), delta("function_call_arguments", 0, "me\\\":1}"),
				done(0, """
						"type":"function_call","call_id":"c1","name":"final_json_answer","arguments":"{\\"name\\":1}\""""),
				"{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}");
		assertThat(streamed.response().content()).isEqualTo("{\"name\":1}");
		assertThat(streamed.response().toolCalls()).isEmpty();
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.STOP);
		ChatResponse whole = this.wire.whole("""
				{"status":"completed","output":[
				{"type":"function_call","call_id":"c1","name":"final_json_answer","arguments":"{\\"name\\":1}"},
				{"type":"function_call","call_id":"c2","name":"clock","arguments":"{}"}]}""");
		assertThat(whole.content()).isEqualTo("{\"name\":1}");
		assertThat(whole.toolCalls()).singleElement().satisfies((call) -> assertThat(call.name()).isEqualTo("clock"));
		assertThat(whole.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@Test
	void streamIsRead() {
		Streamed streamed = this.wire.stream(CREATED, """
				{"type":"response.in_progress","response":{"id":"resp_1","status":"in_progress","error":null}}""", """
				{"type":"keepalive","sequence_number":3}""",
				added(0, "\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]"), """
						{"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0,
						"part":{"type":"summary_text","text":""}}""", delta("reasoning_summary_text", 0, "The user"),
				delta("reasoning_summary_text", 0, " asks"), """
						{"type":"response.reasoning_summary_text.done","output_index":0,"text":"The user asks"}""",
				done(0, """
						"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"The user asks"}],
						"encrypted_content":"c2ln\""""),
				added(1, "\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]"), """
						{"type":"response.content_part.added","output_index":1,"content_index":0,
						"part":{"type":"output_text","text":"","annotations":[]}}""",
				"""
						{"type":"response.output_text.delta","sequence_number":9,"item_id":"msg_1","output_index":1,
						"content_index":0,"delta":"Hé","logprobs":[{"token":"Hé","logprob":-0.1}],"obfuscation":"x7Zq"}""",
				delta("output_text", 1, "llo"), """
						{"type":"response.output_text.annotation.added","output_index":1,
						"annotation":{"type":"url_citation","url":"https://example.org","title":"no"}}""", """
						{"type":"response.output_text.done","output_index":1,"content_index":0,"text":"Héllo"}""", """
						{"type":"response.content_part.done","output_index":1,
						"part":{"type":"output_text","text":"Héllo"}}""",
				done(1, "\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Héllo\"}]"), """
						{"type":"response.completed","response":{"id":"resp_1","status":"completed","error":null,
						"model":"gpt-x-2026","output":[{"id":"rs_1","type":"reasoning","summary":[]},
						{"type":"message","content":[{"type":"output_text","text":"Héllo"}]}],
						"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":12,
						"output_tokens_details":{"reasoning_tokens":6}}}}""");
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("The user"),
				new ChatEvent.ReasoningDelta(" asks"), new ChatEvent.TextDelta("Hé"), new ChatEvent.TextDelta("llo"));
		assertThat(streamed.ended()).isTrue();
		ChatResponse response = streamed.response();
		assertThat(response.id()).isEqualTo("resp_1");
		assertThat(response.model()).isEqualTo("gpt-x-2026");
		assertThat(response.reasoning()).isEqualTo("The user asks");
		assertThat(response.message().content()).hasSize(2).last().isEqualTo(new Content.Text("Héllo"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.rawFinishReason()).isEqualTo("completed");
		assertThat(response.usage().inputTokens()).isEqualTo(9);
		assertThat(response.usage().cachedInputTokens()).isEqualTo(4);
		assertThat(response.usage().outputTokens()).isEqualTo(12);
		assertThat(response.usage().reasoningTokens()).isEqualTo(6);
	}

	@Test
	void callsAreReadByTheirIndex() {
		Streamed streamed = this.wire.stream(CREATED, added(0, call("temporary", "call_1", "a", "")),
				added(1, call("other", "call_2", "b", "")), delta("function_call_arguments", 1, "{\\\"x\\\""),
				delta("function_call_arguments", 0, "{\\\"city\\\""), delta("function_call_arguments", 1, ":1}"),
				delta("function_call_arguments", 0, ":\\\"Rome\\\"}"), """
						{"type":"response.function_call_arguments.done","output_index":1,"arguments":"{\\"x\\":1}"}""",
				done(0, call("fc_1", "call_1", "a", "{\\\"city\\\":\\\"Rome\\\"}")),
				done(1, call("fc_2", "call_2", "b", "{\\\"x\\\":1}")), COMPLETED);
		assertThat(streamed.events()).startsWith(new ChatEvent.ToolCallDelta(0, "call_1", "a", ""),
				new ChatEvent.ToolCallDelta(1, "call_2", "b", ""), new ChatEvent.ToolCallDelta(1, null, null, "{\"x\""))
			.hasSize(6);
		assertThat(streamed.response().toolCalls()).containsExactly(
				new Content.ToolCall("call_1", "a", "{\"city\":\"Rome\"}"),
				new Content.ToolCall("call_2", "b", "{\"x\":1}"));
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(streamed.response().rawFinishReason()).isEqualTo("completed");
	}

	@Test
	void argumentsThatComeOnlyAtTheEndAreRead() {
		String argumentsDone = """
				{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{\\"x\\":1}"}""";
		String itemDone = done(0, call("fc_1", "call_1", "a", "{\\\"x\\\":1}"));
		String begun = added(0, call("fc_1", "call_1", "a", ""));
		for (String[] frames : new String[][] { { begun, argumentsDone, itemDone, COMPLETED },
				{ begun, itemDone, COMPLETED }, { itemDone, COMPLETED }, { begun, argumentsDone, COMPLETED } }) {
			Streamed streamed = this.wire.stream(frames);
			assertThat(streamed.events()).containsExactly(new ChatEvent.ToolCallDelta(0, "call_1", "a", ""),
					new ChatEvent.ToolCallDelta(0, null, null, "{\"x\":1}"));
			assertThat(streamed.response().toolCalls())
				.containsExactly(new Content.ToolCall("call_1", "a", "{\"x\":1}"));
		}
	}

	@Test
	void callWithoutANameWaitsForIt() {
		Streamed streamed = this.wire.stream(added(0, "\"type\":\"function_call\",\"arguments\":\"\""),
				delta("function_call_arguments", 0, "{"), done(0, call("fc", "call_1", "a", "{}")), COMPLETED);
		assertThat(streamed.response().toolCalls()).containsExactly(new Content.ToolCall("call_1", "a", "{}"));
	}

	@Test
	void textThatComesOnlyAtTheEndOfItsItemIsRead() {
		String text = "\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]";
		String thinking = "\"type\":\"reasoning\",\"summary\":[{\"text\":\"S\"}],\"content\":[{\"text\":\"T\"}]";
		Streamed streamed = this.wire.stream(delta("output_text", 1, ""), """
				{"type":"response.output_text.delta","output_index":1,"delta":null}""", """
				{"type":"response.output_text.delta","output_index":1}""", done(0, thinking), done(1, text), COMPLETED);
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("S"),
				new ChatEvent.ReasoningDelta("T"), new ChatEvent.TextDelta("Hi"));
	}

	@Test
	void answerThatComesOnlyAtTheEndIsRead() {
		Streamed streamed = this.wire.stream(CREATED, """
				{"type":"response.completed","response":{"status":"completed","output":[
				{"type":"message","content":[{"type":"output_text","text":"Hi"}]}]}}""");
		assertThat(streamed.events()).containsExactly(new ChatEvent.TextDelta("Hi"));
		assertThat(streamed.response().content()).isEqualTo("Hi");
	}

	@Test
	void thinkingInTheOpenIsRead() {
		Streamed streamed = this.wire.stream(added(0, "\"type\":\"reasoning\",\"summary\":[],\"content\":[]"), """
				{"type":"response.reasoning_part.added","output_index":0,"part":{"text":"no"}}""",
				delta("reasoning_text", 0, "Hm"), delta("reasoning_text", 0, "."), delta("output_text", 1, "Hi"),
				done(0, "\"type\":\"reasoning\",\"content\":[{\"type\":\"reasoning_text\",\"text\":\"Hm.\"}]"),
				COMPLETED);
		assertThat(streamed.response().reasoning()).isEqualTo("Hm.");
		assertThat(streamed.response().content()).isEqualTo("Hi");
	}

	@Test
	void itemsStandInTheOrderOfTheirIndexWheneverTheyEnd() {
		Streamed streamed = this.wire.stream(delta("output_text", 1, "a"), added(2, call("fc", "c", "f", "")),
				delta("output_text", 1, "b"), done(2, call("fc", "c", "f", "{}")),
				done(1, "\"type\":\"message\",\"content\":[{\"text\":\"ab\"}]"),
				done(0, "\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"c2ln\""), COMPLETED);
		assertThat(streamed.response().message().content()).hasSize(3).first().isInstanceOf(Content.Reasoning.class);
		assertThat(streamed.response().message().content().subList(1, 3)).containsExactly(new Content.Text("ab"),
				new Content.ToolCall("c", "f", "{}"));
	}

	@Test
	void refusalIsAFilteredAnswerWithItsText() {
		Streamed streamed = this.wire.stream(delta("refusal", 0, "I will"), delta("refusal", 0, " not."), """
				{"type":"response.refusal.done","output_index":0,"refusal":"I will not."}""",
				done(0, "\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"I will not.\"}]"),
				COMPLETED);
		assertThat(streamed.response().content()).isEqualTo("I will not.");
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
		assertThat(streamed.response().rawFinishReason()).isEqualTo("refusal");
	}

	@ParameterizedTest
	@CsvSource({ "max_output_tokens, LENGTH", "content_filter, CONTENT_FILTER", "something_new, OTHER" })
	void incompleteAnswerTellsWhy(String why, FinishReason reason) {
		Streamed streamed = this.wire.stream(delta("output_text", 0, "Hi"), """
				{"type":"response.incomplete","response":{"status":"incomplete","error":null,
				"incomplete_details":{"reason":"%s"},"output":[],"usage":{"output_tokens":16}}}""".formatted(why));
		assertThat(streamed.ended()).isTrue();
		assertThat(streamed.response().finishReason()).isEqualTo(reason);
		assertThat(streamed.response().rawFinishReason()).isEqualTo(why);
		assertThat(streamed.response().usage().outputTokens()).isEqualTo(16);
	}

	@Test
	void typeMayComeLastAndTheResponseMayBeBare() {
		Streamed streamed = this.wire.stream(CREATED, """
				{"item":{"arguments":"","call_id":"c","name":"f","type":"function_call"},"output_index":0,
				"type":"response.output_item.added"}""", """
				{"delta":"{}","output_index":0,"type":"response.function_call_arguments.delta"}""", """
				{"item":{"arguments":"{}","call_id":"c","name":"f","type":"function_call"},"output_index":0,
				"type":"response.output_item.done"}""", """
				{"response":{},"type":"response.completed"}""");
		assertThat(streamed.response().toolCalls()).containsExactly(new Content.ToolCall("c", "f", "{}"));
		assertThat(streamed.response().rawFinishReason()).isEqualTo("completed");
	}

	@Test
	void eventsOfOtherKindsAreLeftOut() {
		Streamed streamed = this.wire.stream(CREATED, added(0, "\"type\":\"mcp_call\",\"arguments\":\"\""), """
				{"type":"response.mcp_call_arguments.delta","output_index":0,"delta":"no"}""", """
				{"type":"response.code_interpreter_call_code.delta","output_index":0,"delta":"no"}""", """
				{"type":"response.audio.transcript.delta","delta":"no"}""", """
				{"type":"response.custom_tool_call_input.delta","output_index":0,"delta":"no"}""", """
				{"type":"response.future.delta","output_index":0,"delta":"no","item":null,"response":null}""", """
				{"delta":"no"}""", delta("output_text", 1, "yes"), COMPLETED);
		assertThat(streamed.events()).containsExactly(new ChatEvent.TextDelta("yes"));
		assertThat(streamed.response().message().content()).containsExactly(new Content.Text("yes"));
	}

	@Test
	void streamIsCompleteOnlyWithItsEndEvent() {
		assertThat(this.wire.stream(CREATED, delta("output_text", 0, "Hi")).ended()).isFalse();
		assertThat(this.wire
			.stream(CREATED, delta("output_text", 0, "Hi"), done(0, "\"type\":\"message\",\"content\":[]"), "[DONE]")
			.ended()).isFalse();
		assertThat(this.wire.stream(CREATED, delta("output_text", 0, "Hi"), COMPLETED, "[DONE]").ended()).isTrue();
	}

	@Test
	void nothingCountsAfterTheEnd() {
		Streamed streamed = this.wire.stream(CREATED, delta("output_text", 0, "Hi"), COMPLETED,
				CREATED.replace("resp_1", "resp_2"), delta("output_text", 0, " no"), """
						{"type":"error","message":"late"}""");
		assertThat(streamed.response().content()).isEqualTo("Hi");
		assertThat(streamed.response().id()).isEqualTo("resp_1");
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void answerSoFarIsKeptWithoutAReason() {
		Streamed streamed = this.wire.stream(CREATED, delta("output_text", 0, "Hi"), added(1, call("fc", "c", "f", "")),
				delta("function_call_arguments", 1, "{\\\"a"));
		assertThat(streamed.response().content()).isEqualTo("Hi");
		assertThat(streamed.response().toolCalls()).containsExactly(new Content.ToolCall("c", "f", "{\"a"));
		assertThat(streamed.response().rawFinishReason()).isNull();
		assertThat(streamed.response().usage().outputTokens()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"type":"error","sequence_number":2,"error":{"type":"insufficient_quota","code":"insufficient_quota","message":"It broke.","param":null}} | QUOTA_EXHAUSTED
					{"type":"error","code":"rate_limit_exceeded","message":"It broke.","param":null,"sequence_number":2} | RATE_LIMITED
					{"code":"server_error","message":"It broke.","type":"error"} | SERVER_ERROR
					{"type":"error","code":null,"message":"It broke."} | SERVER_ERROR
					{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"server_error","message":"It broke."},"output":[]}} | SERVER_ERROR
					{"response":{"error":{"code":"invalid_prompt","message":"It broke."},"status":"failed"},"type":"response.failed"} | INVALID_REQUEST
					{"error":{"code":429,"message":"It broke."}} | RATE_LIMITED
					""")
	void errorInTheStreamIsRead(String frame, Reason reason) {
		LlmException exception = this.wire.streamError(CREATED, delta("output_text", 0, "Hi"), frame);
		assertThat(exception.reason()).isEqualTo(reason);
		assertThat(exception).hasMessageContaining("\"It broke.\"");
		assertThat(exception.status()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"response.failed\"}",
			"{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":null}}" })
	void failureWithoutAReasonIsAnError(String frame) {
		LlmException exception = this.wire.streamError(CREATED, frame);
		assertThat(exception.reason()).isEqualTo(Reason.SERVER_ERROR);
		assertThat(exception).hasMessageContaining("without a reason");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "7", "{\"type\":", "nonsense", "{} {}" })
	void frameThatIsNoObjectIsMalformed(String frame) {
		assertThat(this.wire.streamError(CREATED, frame).reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
	}

	private static String added(int index, String fields) {
		return item("added", index, fields);
	}

	private static String done(int index, String fields) {
		return item("done", index, fields);
	}

	private static String item(String what, int index, String fields) {
		return "{\"type\":\"response.output_item." + what + "\",\"output_index\":" + index + ",\"item\":{" + fields
				+ "}}";
	}

	private static String call(String id, String callId, String name, String arguments) {
		return "\"id\":\"%s\",\"type\":\"function_call\",\"call_id\":\"%s\",\"name\":\"%s\",\"arguments\":\"%s\""
			.formatted(id, callId, name, arguments);
	}

	private static String delta(String kind, int index, String text) {
		return "{\"type\":\"response." + kind + ".delta\",\"item_id\":\"i\",\"output_index\":" + index + ",\"delta\":\""
				+ text + "\"}";
	}

}
