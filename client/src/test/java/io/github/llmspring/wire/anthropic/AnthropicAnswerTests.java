package io.github.llmspring.wire.anthropic;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.Wire.Streamed;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AnthropicAnswerTests {

	private static final String START = """
			{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x",
			"content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,
			"cache_creation_input_tokens":null,"cache_read_input_tokens":4,"output_tokens":2}}}""";

	private static final String STOP = """
			{"type":"message_stop"}""";

	private final Wire wire = Wire.of(new AnthropicFormat());

	@Test
	void wholeAnswerIsRead() {
		ChatResponse response = this.wire.whole("""
				{"id":"msg_7","type":"message","role":"assistant","model":"claude-x-20260101","content":[
				 {"type":"thinking","thinking":"Let me see.","signature":"c2ln"},
				 {"type":"redacted_thinking","data":"aGlkZGVu"},
				 {"type":"text","text":"It is ","citations":null},
				 {"citations":[{"type":"char_location","cited_text":"18"}],"text":"18C.","type":"text"},
				 {"type":"tool_use","id":"toolu_1","name":"clock","input":{"zone":"Europe/Paris","n":1.0}}],
				 "stop_reason":"tool_use","stop_sequence":null,"unknown":{"a":[1,{"b":2}]},
				 "usage":{"input_tokens":10,"cache_creation_input_tokens":3,"cache_read_input_tokens":20,
				  "cache_creation":{"ephemeral_5m_input_tokens":3},"output_tokens":50,
				  "output_tokens_details":{"thinking_tokens":30},"service_tier":"standard",
				  "iterations":[{"input_tokens":7}]}}""");
		assertThat(response.id()).isEqualTo("msg_7");
		assertThat(response.model()).isEqualTo("claude-x-20260101");
		assertThat(response.message().content()).containsExactly(
				new Content.Reasoning("Let me see.", new ProviderData("anthropic", "signature:c2ln")),
				new Content.Reasoning("", new ProviderData("anthropic", "redacted:aGlkZGVu")),
				new Content.Text("It is "), new Content.Text("18C."),
				new Content.ToolCall("toolu_1", "clock", "{\"zone\":\"Europe/Paris\",\"n\":1.0}"));
		assertThat(response.content()).isEqualTo("It is 18C.");
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(response.rawFinishReason()).isEqualTo("tool_use");
		assertThat(response.usage().inputTokens()).isEqualTo(33);
		assertThat(response.usage().cachedInputTokens()).isEqualTo(20);
		assertThat(response.usage().cacheWriteTokens()).isEqualTo(3);
		assertThat(response.usage().outputTokens()).isEqualTo(50);
		assertThat(response.usage().reasoningTokens()).isEqualTo(30);
		assertThat(response.usage().raw()).containsEntry("input_tokens", 10L)
			.containsEntry("cache_creation.ephemeral_5m_input_tokens", 3L);
	}

	@Test
	void streamIsRead() {
		Streamed streamed = this.wire.stream(START,
				"""
						{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}
						""",
				"""
						{"type": "ping"}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"The user"}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":" asks"}  }""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""",
				"""
						{"type":"content_block_stop","index":0            }""", """
						{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""", """
						{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hé"}}""",
				"""
						{"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"text":"no"}}}""",
				"""
						{"type":"content_block_delta","index":1,"delta":{"text":"llo","type":"text_delta"}}""", """
						{"type":"content_block_stop","index":1}""", """
						{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},
						"usage":{"output_tokens":12,"cache_read_input_tokens":null}}""", STOP);
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("The user"),
				new ChatEvent.ReasoningDelta(" asks"), new ChatEvent.TextDelta("Hé"), new ChatEvent.TextDelta("llo"));
		assertThat(streamed.ended()).isTrue();
		ChatResponse response = streamed.response();
		assertThat(response.id()).isEqualTo("msg_1");
		assertThat(response.model()).isEqualTo("claude-x");
		assertThat(response.message().content()).containsExactly(
				new Content.Reasoning("The user asks", new ProviderData("anthropic", "signature:c2ln")),
				new Content.Text("Héllo"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.usage().inputTokens()).isEqualTo(13);
		assertThat(response.usage().cachedInputTokens()).isEqualTo(4);
		assertThat(response.usage().cacheWriteTokens()).isNull();
		assertThat(response.usage().outputTokens()).isEqualTo(12);
	}

	@Test
	void laterUsageReplacesEarlierUsage() {
		Streamed streamed = this.wire.stream(START, """
				{"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":5}}""", """
				{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":404,
				"cache_read_input_tokens":100,"cache_creation_input_tokens":1,"output_tokens":7}}""", STOP);
		assertThat(streamed.response().usage().inputTokens()).isEqualTo(505);
		assertThat(streamed.response().usage().outputTokens()).isEqualTo(7);
	}

	@Test
	void usageThatIsNotToldIsUnknown() {
		ChatResponse response = this.wire.whole("""
				{"type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":null}""");
		assertThat(response.usage().inputTokens()).isNull();
		assertThat(response.usage().outputTokens()).isNull();
		assertThat(response.usage().cachedInputTokens()).isNull();
	}

	@Test
	void fragmentsOfToolCallsAreJoined() {
		Streamed streamed = this.wire.stream(START,
				"""
						{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"a","input":{}}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":""}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\""}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":": \\"Rome\\"}"}}""",
				"""
						{"type":"content_block_stop","index":0}""",
				"""
						{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_2","name":"b","input":{}}}""",
				"""
						{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}""",
				"""
						{"type":"content_block_stop","index":1}""", """
						{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}""",
				STOP);
		assertThat(streamed.events()).startsWith(new ChatEvent.ToolCallDelta(0, "toolu_1", "a", ""),
				new ChatEvent.ToolCallDelta(0, null, null, "{\"city\""));
		assertThat(streamed.response().toolCalls()).containsExactly(
				new Content.ToolCall("toolu_1", "a", "{\"city\": \"Rome\"}"),
				new Content.ToolCall("toolu_2", "b", "{}"));
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@Test
	void fragmentsBelongToTheCallOfTheirBlock() {
		String start = """
				{"type":"content_block_start","index":%1$d,"content_block":{"type":"tool_use","id":"t%1$d","name":"a"}}""";
		String add = """
				{"type":"content_block_delta","index":%d,"delta":{"type":"input_json_delta","partial_json":"%s"}}""";
		Streamed streamed = this.wire.stream(START, start.formatted(1), start.formatted(2), add.formatted(1, "{"),
				add.formatted(2, "{ "), add.formatted(1, "}"), add.formatted(2, " }"), STOP);
		assertThat(streamed.response().toolCalls()).containsExactly(new Content.ToolCall("t1", "a", "{}"),
				new Content.ToolCall("t2", "a", "{  }"));
	}

	@Test
	void signatureOfAFinishedBlockSurvivesACut() {
		Streamed streamed = this.wire.stream(START, """
				{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"Hm."}}""", """
				{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""", """
				{"type":"content_block_stop","index":0}""");
		assertThat(streamed.ended()).isFalse();
		assertThat(streamed.response().message().content())
			.containsExactly(new Content.Reasoning("Hm.", new ProviderData("anthropic", "signature:c2ln")));
	}

	@Test
	void wholeArgumentsInTheStartOfABlockCountOnce() {
		Streamed streamed = this.wire.stream(START,
				"""
						{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"a","input":{"x":[1]}}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"x\\":[1]}"}}""",
				"""
						{"type":"content_block_stop","index":0}""", STOP);
		assertThat(streamed.response().toolCalls()).containsExactly(new Content.ToolCall("t", "a", "{\"x\":[1]}"));
	}

	@Test
	void argumentsCutOffByTheTokenLimitStayAsTheyAre() {
		Streamed streamed = this.wire.stream(START,
				"""
						{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"a","input":{}}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"x\\":[1"}}""",
				"""
						{"type":"content_block_stop","index":0}""", """
						{"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":5}}""",
				STOP);
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(streamed.response().toolCalls()).extracting(Content.ToolCall::arguments)
			.containsExactly("{\"x\":[1");
	}

	@Test
	void thinkingKeptBackByTheServiceKeepsItsSignature() {
		Streamed streamed = this.wire.stream(START,
				"""
						{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}
						""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"b25l"}}""",
				"""
						{"type":"content_block_stop","index":0}""",
				"""
						{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"dHdv"}}""",
				"""
						{"type":"content_block_stop","index":1}""", """
						{"type":"content_block_start","index":2,"content_block":{"type":"thinking","thinking":"a"}}""",
				"""
						{"type":"content_block_delta","index":2,"delta":{"type":"thinking_delta","thinking":"b"}}""",
				"""
						{"type":"content_block_stop","index":2}""", STOP);
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("a"),
				new ChatEvent.ReasoningDelta("b"));
		assertThat(streamed.response().message().content()).containsExactly(
				new Content.Reasoning("", new ProviderData("anthropic", "signature:b25l")),
				new Content.Reasoning("", new ProviderData("anthropic", "redacted:dHdv")), new Content.Reasoning("ab"));
	}

	@Test
	void neighbouringThinkingBlocksAreNotMerged() {
		ChatResponse response = this.wire.whole("""
				{"type":"message","content":[{"type":"thinking","thinking":"a","signature":"b25l"},
				{"type":"thinking","thinking":"b","signature":"dHdv"}],"stop_reason":"end_turn"}""");
		assertThat(response.message().content()).containsExactly(
				new Content.Reasoning("a", new ProviderData("anthropic", "signature:b25l")),
				new Content.Reasoning("b", new ProviderData("anthropic", "signature:dHdv")));
	}

	@Test
	void textInTheStartOfABlockIsRead() {
		Streamed streamed = this.wire.stream(START, """
				{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hel"}}""", """
				{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}""", STOP);
		assertThat(streamed.response().content()).isEqualTo("Hello");
	}

	@Test
	void blocksOfToolsAtTheServiceAreKeptToGoBack() {
		Streamed streamed = this.wire.stream(START,
				"""
						{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"q\\":1}"}}""",
				"""
						{"type":"content_block_stop","index":0}""",
				"""
						{"type":"content_block_start","index":1,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","text":"no"}]}}""",
				"""
						{"type":"content_block_stop","index":1}""", """
						{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}""", """
						{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"yes"}}""", """
						{"type":"content_block_delta","index":2,"delta":{"type":"future_delta","text":"no"}}""", """
						{"type":"future_event","text":"no","index":2}""", """
						{"type":"content_block_stop","index":2}""", STOP);
		assertThat(streamed.events()).containsExactly(new ChatEvent.TextDelta("yes"));
		assertThat(streamed.response().message().content()).hasSize(3).endsWith(new Content.Text("yes"));
		assertThat(streamed.response().reasoning()).isNull();
		JsonNode sent = this.wire.body(Message.user("a"), streamed.response().message());
		assertThat(sent.path("messages").path(1).path("content")).isEqualTo(Wire.json("""
				[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"q":1}},
				{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1",
				"content":[{"type":"web_search_result","text":"no"}]},{"type":"text","text":"yes"}]"""));
	}

	@Test
	void wholeBlocksOfOtherKindsGoBackAsTheyCame() {
		String body = """
				{"type":"message","stop_reason":"pause_turn","content":[
				{"type":"compaction","content":"So far: é\\n","encrypted_content":null},
				{"caller":{"type":"direct"},"id":"srvtoolu_1","input":{"n":1.0},"name":"code_execution","type":"server_tool_use"},
				{"content":{"type":"x","stdout":"é\\n"},"tool_use_id":"srvtoolu_1","type":"code_execution_tool_result"},
				{"type":"server_tool_use","id":"srvtoolu_2","name":"memory","input":{}},
				{"type":"container_upload","file_id":"file_1"},
				{"type":"future","id":"f","text":"no","data":"x","thinking":1,"signature":null},{"type":"text","text":"Hm."}]}""";
		ChatResponse response = this.wire.whole(body);
		assertThat(response.content()).isEqualTo("Hm.");
		assertThat(response.reasoning()).isNull();
		JsonNode sent = this.wire.body(Message.user("a"), response.message(), Message.user("b"));
		assertThat(sent.path("messages").path(1).path("content")).isEqualTo(Wire.json(body).path("content"));
	}

	@Test
	void whatAStreamAddsToABlockOfAnotherKindGoesBackWithIt() {
		Streamed streamed = this.wire.stream(START, """
				{"type":"content_block_start","index":0,"content_block":{"type":"compaction","content":null}}""", """
				{"type":"content_block_delta","index":0,"delta":{"type":"compaction_delta","content":"The user"}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"compaction_delta","content":" said \\"hi\\".","part":1}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"compaction_delta","content":null,"part":2}}""",
				"""
						{"type":"content_block_stop","index":0}""", """
						{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"Hi"}}""", STOP);
		assertThat(streamed.response().content()).isEqualTo("Hi");
		JsonNode sent = this.wire.body(Message.user("a"), streamed.response().message(), Message.user("b"));
		assertThat(sent.path("messages").path(1).path("content")).isEqualTo(Wire.json("""
				[{"type":"compaction","content":"The user said \\"hi\\".","part":2},{"type":"text","text":"Hi"}]"""));
	}

	@Test
	void streamIsCompleteOnlyWithItsEndEvent() {
		String text = """
				{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}""";
		String finish = """
				{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}""";
		assertThat(this.wire.stream(START, text).ended()).isFalse();
		assertThat(this.wire.stream(START, text, finish).ended()).isFalse();
		assertThat(this.wire.stream(START, text, finish, STOP).ended()).isTrue();
		assertThat(this.wire.stream(START, text).response().content()).isEqualTo("Hi");
	}

	@Test
	void errorEventEndsTheStream() {
		String overloaded = """
				{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}""";
		LlmException first = this.wire.streamError(overloaded);
		assertThat(first.reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(first.retryable()).isTrue();
		assertThat(first.requestId()).isEqualTo("req_1");
		assertThat(first.status()).isNull();
		assertThat(this.wire.streamError(START, """
				{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}""").reason())
			.isEqualTo(Reason.RATE_LIMITED);
		assertThat(this.wire.streamError("""
				{"type":"error","message":"bare"}""").detail()).contains("bare");
	}

	@Test
	void errorUnderSuccessIsAnError() {
		assertThat(this.wire.wholeError("""
				{"type":"error","error":{"type":"api_error","message":"Internal"}}""").reason())
			.isEqualTo(Reason.SERVER_ERROR);
	}

	@Test
	void emptyAnswerIsAnAnswer() {
		ChatResponse response = this.wire
			.whole("""
					{"id":"m","type":"message","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}}
					""");
		assertThat(response.content()).isEmpty();
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void refusalIsAFilteredAnswerWithItsExplanation() {
		ChatResponse response = this.wire.whole("""
				{"type":"message","content":[],"stop_reason":"refusal",
				"stop_details":{"type":"refusal","category":"bio","explanation":"Not this."}}""");
		assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
		assertThat(response.rawFinishReason()).isEqualTo("refusal");
		assertThat(response.warnings()).singleElement().asString().contains("Not this.");
	}

	@ParameterizedTest
	@CsvSource({ "end_turn,STOP", "stop_sequence,STOP", "max_tokens,LENGTH", "model_context_window_exceeded,LENGTH",
			"pause_turn,PAUSE", "refusal,CONTENT_FILTER", "compaction,OTHER" })
	void stopReasonHasAWordOfOurs(String raw, FinishReason expected) {
		ChatResponse whole = this.wire.whole("{\"content\":[],\"stop_reason\":\"" + raw + "\"}");
		ChatResponse streamed = this.wire
			.stream(START, "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + raw + "\"}}", STOP)
			.response();
		assertThat(List.of(whole, streamed)).allSatisfy((response) -> {
			assertThat(response.finishReason()).isEqualTo(expected);
			assertThat(response.rawFinishReason()).isEqualTo(raw);
		});
	}

	@Test
	void wholeIsMalformedWithoutAMessage() {
		assertThat(this.wire.wholeError("{}").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		assertThat(this.wire.wholeError("{\"choices\":[]}").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		assertThat(this.wire.wholeError("").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		assertThat(this.wire.wholeError("{\"content\":[{\"type\":\"text\"").reason())
			.isEqualTo(Reason.MALFORMED_RESPONSE);
	}

	@Test
	void oddShapesAreSurvived() {
		Streamed streamed = this.wire.stream("""
				{"type":"message_start","message":null}""", """
				{"type":"message_start","message":{"content":null,"usage":{}}}""", """
				{"type":"content_block_start","content_block":null}""", """
				{"type":"content_block_delta","delta":null}""", """
				{"type":"content_block_delta","delta":{"type":"text_delta","text":null}}""", """
				{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}""", """
				{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_details":null}}""", STOP);
		assertThat(streamed.response().content()).isEqualTo("Hi");
		assertThat(streamed.ended()).isTrue();
	}

}
