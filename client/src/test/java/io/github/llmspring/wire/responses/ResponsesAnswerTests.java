package io.github.llmspring.wire.responses;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Wire;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResponsesAnswerTests {

	private static final String MESSAGE = """
			{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}""";

	private final Wire wire = Wire.of(new OpenAiResponsesFormat());

	@Test
	void wholeAnswerIsRead() {
		ChatResponse response = this.wire
			.whole("""
					{"id":"resp_7","object":"response","created_at":1787150094,"status":"completed","model":"gpt-x-2026",
					 "error":null,"incomplete_details":null,"instructions":"Be brief.","content_filters":[{"blocked":false}],
					 "output":[
					  {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"One. "},
					   {"type":"summary_text","text":"Two."}],"content":[],"encrypted_content":"c2ln"},
					  {"id":"msg_1","type":"message","role":"assistant","status":"completed",
					   "content":[{"type":"output_text","text":"It is ","annotations":[{"type":"url_citation","title":"no",
					   "text":"no"}],"logprobs":[]},{"text":"18C.","type":"output_text"}]},
					  {"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"clock",
					   "arguments":"{\\"zone\\":\\"Europe/Paris\\"}"},
					  {"id":"fc_2","type":"function_call","call_id":"call_2","name":"now","arguments":""}],
					 "tools":[{"type":"function","name":"clock","parameters":{"type":"object"}}],"unknown":{"a":[1,{"b":2}]},
					 "usage":{"input_tokens":87,"input_tokens_details":{"cached_tokens":20,"cache_write_tokens":3},
					  "output_tokens":339,"output_tokens_details":{"reasoning_tokens":256},"total_tokens":426,
					  "cost_in_usd_ticks":12,"cost":0.5}}""");
		assertThat(response.id()).isEqualTo("resp_7");
		assertThat(response.model()).isEqualTo("gpt-x-2026");
		assertThat(response.message().content()).hasSize(4)
			.element(0)
			.asInstanceOf(InstanceOfAssertFactories.type(Content.Reasoning.class))
			.returns("One. Two.", Content.Reasoning::text);
		assertThat(response.message().content().subList(1, 4)).containsExactly(new Content.Text("It is 18C."),
				new Content.ToolCall("call_1", "clock", "{\"zone\":\"Europe/Paris\"}"),
				new Content.ToolCall("call_2", "now", "{}"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(response.rawFinishReason()).isEqualTo("completed");
		assertThat(response.usage().inputTokens()).isEqualTo(87);
		assertThat(response.usage().cachedInputTokens()).isEqualTo(20);
		assertThat(response.usage().cacheWriteTokens()).isEqualTo(3);
		assertThat(response.usage().outputTokens()).isEqualTo(339);
		assertThat(response.usage().reasoningTokens()).isEqualTo(256);
		assertThat(response.usage().raw()).containsEntry("cost_in_usd_ticks", 12L).containsEntry("total_tokens", 426L);
	}

	@Test
	void orderOfFieldsDoesNotMatter() {
		ChatResponse response = this.wire
			.whole("""
					{"output":[{"content":[{"text":"Thus.","type":"reasoning_text"}],"id":"1","summary":[],"type":"reasoning"},
					{"content":[{"annotations":[],"text":"Hi","type":"output_text"}],"role":"assistant","type":"message"},
					{"arguments":"{\\"a\\":1}","call_id":"c","id":"fc","name":"f","status":"completed","type":"function_call"}],
					"id":"r","model":"m","status":"completed"}""");
		assertThat(response.message().content()).containsExactly(
				new Content.Reasoning("Thus.",
						new ProviderData("openai-responses",
								"{\"content\":[{\"text\":\"Thus.\",\"type\":\"reasoning_text\"}],\"id\":\"1\","
										+ "\"summary\":[],\"type\":\"reasoning\"}")),
				new Content.Text("Hi"), new Content.ToolCall("c", "f", "{\"a\":1}"));
	}

	@ParameterizedTest
	@CsvSource({ "'\"status\":\"completed\"', STOP, completed",
			"'\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}', LENGTH, max_output_tokens",
			"'\"incomplete_details\":{\"reason\":\"content_filter\",\"x\":1},\"status\":\"incomplete\"', CONTENT_FILTER, content_filter",
			"'\"status\":\"incomplete\",\"incomplete_details\":{}', OTHER, incomplete",
			"'\"status\":\"incomplete\",\"incomplete_details\":null', OTHER, incomplete",
			"'\"status\":\"cancelled\"', OTHER, cancelled", "'\"status\":\"queued\"', OTHER, queued" })
	void reasonIsDerived(String fields, FinishReason reason, String raw) {
		ChatResponse response = this.wire.whole("{\"output\":[" + MESSAGE + "]," + fields + "}");
		assertThat(response.finishReason()).isEqualTo(reason);
		assertThat(response.rawFinishReason()).isEqualTo(raw);
		assertThat(response.content()).isEqualTo("Hi");
	}

	@Test
	void callThatTheTokenLimitCutOffIsNoWishForATool() {
		ChatResponse response = this.wire.whole("""
				{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[
				{"type":"function_call","call_id":"c","name":"f","arguments":"{\\"a\\":","status":"incomplete"}]}""");
		assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(response.toolCalls()).containsExactly(new Content.ToolCall("c", "f", "{\"a\":"));
	}

	@Test
	void callOfAToolThatIsNoFunctionAsksForATool() {
		ChatResponse response = this.wire.whole("""
				{"status":"completed","output":[
				{"type":"custom_tool_call","call_id":"c","name":"sql","input":"select 1"}]}""");
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(response.message().content()).singleElement()
			.isEqualTo(new Content.Reasoning("", new ProviderData("openai-responses",
					"{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"sql\",\"input\":\"select 1\"}")));
	}

	@Test
	void refusalIsAFilteredAnswerWithItsText() {
		ChatResponse response = this.wire.whole("""
				{"status":"completed","output":[{"type":"message","content":[
				{"type":"refusal","refusal":"I will not."}]}]}""");
		assertThat(response.content()).isEqualTo("I will not.");
		assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
		assertThat(response.rawFinishReason()).isEqualTo("refusal");
	}

	@Test
	void textOfAllMessagesIsJoined() {
		ChatResponse response = this.wire.whole("""
				{"status":"completed","output":[%s,{"type":"web_search_call","id":"ws"},%s]}""".formatted(MESSAGE,
				MESSAGE.replace("Hi", " there")));
		assertThat(response.content()).isEqualTo("Hi there");
	}

	@Test
	void textThatIsNotInPartsIsRead() {
		assertThat(this.wire.whole("""
				{"status":"completed","output":[{"type":"message","content":"Hi"}]}""").content()).isEqualTo("Hi");
	}

	@Test
	void answerOfThinkingOnlyIsEmpty() {
		ChatResponse response = this.wire.whole("""
				{"status":"completed","output":[{"id":"rs_1","type":"reasoning","summary":[]}]}""");
		assertThat(response.content()).isEmpty();
		assertThat(response.message().content()).isEmpty();
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void usageThatIsNotToldIsUnknown() {
		for (String usage : new String[] { "", ",\"usage\":null", ",\"usage\":{\"input_tokens\":null}" }) {
			ChatResponse response = this.wire
				.whole("{\"status\":\"completed\",\"output\":[" + MESSAGE + "]" + usage + "}");
			assertThat(response.usage().inputTokens()).isNull();
			assertThat(response.usage().outputTokens()).isNull();
			assertThat(response.usage().cachedInputTokens()).isNull();
			assertThat(response.usage().reasoningTokens()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "7", "[]", "{}", "{\"type\":null}", "{\"type\":\"message\"}",
			"{\"type\":\"message\",\"content\":null}", "{\"type\":\"message\",\"content\":[null,1,{}]}",
			"{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":null}]}",
			"{\"type\":\"reasoning\",\"summary\":null,\"content\":{}}" })
	void oddItemsAreSkipped(String item) {
		ChatResponse response = this.wire
			.whole("{\"status\":\"completed\",\"output\":[" + item + "," + MESSAGE + "," + item + "]}");
		assertThat(response.message().content()).containsExactly(new Content.Text("Hi"));
	}

	@Test
	void argumentsThatCameAsAnObjectAreKeptAsText() {
		ChatResponse response = this.wire.whole("""
				{"status":"completed","output":[
				{"type":"function_call","call_id":"c","name":"f","arguments":{"a":1.0}}]}""");
		assertThat(response.toolCalls()).containsExactly(new Content.ToolCall("c", "f", "{\"a\":1.0}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			server_error | SERVER_ERROR
			rate_limit_exceeded | RATE_LIMITED
			insufficient_quota | QUOTA_EXHAUSTED
			context_length_exceeded | CONTEXT_TOO_LONG
			invalid_prompt | INVALID_REQUEST
			vector_store_timeout | INVALID_REQUEST
			invalid_image_format | INVALID_REQUEST
			invalid_base64_image | INVALID_REQUEST
			image_too_large | INVALID_REQUEST
			image_parse_error | INVALID_REQUEST
			image_content_policy_violation | CONTENT_FILTERED
			unsupported_image_media_type | INVALID_REQUEST
			empty_image_file | INVALID_REQUEST
			failed_to_download_image | INVALID_REQUEST
			image_file_not_found | INVALID_REQUEST
			""")
	void failedAnswerIsAnErrorByItsCode(String code, Reason reason) {
		LlmException exception = this.wire.wholeError(
				"""
						{"id":"resp_1","status":"failed","error":{"code":"%s","message":"It broke."},"output":[],"usage":null}"""
					.formatted(code));
		assertThat(exception.reason()).isEqualTo(reason);
		assertThat(exception.retryable()).isEqualTo(reason == Reason.SERVER_ERROR || reason == Reason.RATE_LIMITED);
		assertThat(exception).hasMessageContaining("It broke.");
	}

	@Test
	void failedAnswerWithoutAReasonIsAnError() {
		LlmException exception = this.wire.wholeError("{\"status\":\"failed\",\"error\":null,\"output\":[]}");
		assertThat(exception.reason()).isEqualTo(Reason.SERVER_ERROR);
		assertThat(exception).hasMessageContaining("without a reason");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"status\":\"ok\"}", "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}", "7",
			"{\"output\":", "{\"output\":[{\"type\":\"message\"", "not json" })
	void whatIsNoAnswerIsMalformed(String body) {
		assertThat(this.wire.wholeError(body).reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					400 | {"error":{"message":"The model 'x' does not exist.","type":"invalid_request_error","param":"model","code":"model_not_found"}} | MODEL_NOT_FOUND
					400 | {"error":{"message":"Your input exceeds the context window of this model.","type":"invalid_request_error","param":"input","code":"context_length_exceeded"}} | CONTEXT_TOO_LONG
					400 | {"error":{"message":"Unsupported file.","code":"unsupported_file"}} | INVALID_REQUEST
					400 | {"error":{"message":"Item 'rs_1' of type 'reasoning' was provided without its required following item.","param":"input","code":null}} | INVALID_REQUEST
					401 | {"error":{"message":"Incorrect API key provided: sk-x.","code":"invalid_api_key"}} | AUTHENTICATION
					400 | {"code":"invalid-argument","error":"Incorrect API key provided."} | AUTHENTICATION
					429 | {"error":{"message":"You exceeded your current quota.","code":"insufficient_quota"}} | QUOTA_EXHAUSTED
					""")
	void errorAnswerIsRead(int status, String body, Reason reason) {
		LlmException exception = this.wire.error(status, body);
		assertThat(exception.reason()).isEqualTo(reason);
		assertThat(exception.status()).isEqualTo(status);
	}

}
