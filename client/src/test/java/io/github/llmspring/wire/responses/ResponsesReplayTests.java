package io.github.llmspring.wire.responses;

import java.util.List;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an answer holds goes back into the next request as the service wants it.
 */
class ResponsesReplayTests {

	private static final String REASONING = """
			{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Let me…"}],"encrypted_content":"gAAA/+=="}""";

	private static final String CALL = """
			{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}""";

	private static final String SENT_CALL = """
			{"type":"function_call","call_id":"call_1","name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}""";

	private final Wire wire = Wire.of(new OpenAiResponsesFormat());

	@Test
	void thinkingGoesBackUnchangedRightBeforeTheCallItLedTo() {
		ChatResponse response = this.wire.whole(whole(REASONING, CALL));
		assertThat(response.message().content()).containsExactly(
				new Content.Reasoning("Let me…", new ProviderData("openai-responses", REASONING)),
				new Content.ToolCall("call_1", "weather", "{\"city\":\"Rome\"}"));
		assertThat(input(response.message(), Message.tool(Content.ToolResult.of(response.toolCalls().get(0), "18C"))))
			.isEqualTo(Wire.json("""
					[{"role":"user","content":"a"},%s,%s,
					{"type":"function_call_output","call_id":"call_1","output":"18C"}]""".formatted(REASONING,
					SENT_CALL)));
	}

	@Test
	void streamedThinkingGoesBackAsItWasWhenItWasDone() {
		Message message = this.wire
			.stream("""
					{"type":"response.output_item.added","output_index":0,
					"item":{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"gAA"}}""", """
					{"type":"response.reasoning_summary_text.delta","output_index":0,"delta":"Let me…"}""",
					event("done", 0, REASONING), event("added", 1, CALL), event("done", 1, CALL), completed())
			.response()
			.message();
		assertThat(input(message).path(1)).isEqualTo(Wire.json(REASONING));
		assertThat(input(message).path(2)).isEqualTo(Wire.json(SENT_CALL));
	}

	@Test
	void eachThinkingStaysWithItsOwnItem() {
		String second = REASONING.replace("rs_1", "rs_2");
		String message = """
				{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Wait."}]}""";
		JsonNode input = input(this.wire.whole(whole(REASONING, message, second, CALL)).message());
		assertThat(input).isEqualTo(Wire.json("""
				[{"role":"user","content":"a"},%s,
				{"role":"assistant","content":[{"type":"output_text","text":"Wait."}]},%s,%s]""".formatted(REASONING,
				second, SENT_CALL)));
	}

	@Test
	void thinkingInTheOpenGoesBackAsText() {
		String open = """
				{"type":"reasoning","id":"1","status":"completed","content":[{"type":"reasoning_text","text":"Hm."}],"summary":[]}""";
		ChatResponse response = this.wire.whole(whole(open, CALL));
		assertThat(response.reasoning()).isEqualTo("Hm.");
		assertThat(input(response.message()).path(1)).isEqualTo(Wire.json(open));
	}

	@Test
	void thinkingTheServiceWouldHaveHadToStoreIsNotSent() {
		for (String encrypted : List.of("", ",\"encrypted_content\":null", ",\"encrypted_content\":\"\"")) {
			String stored = "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"content\":[]%s}"
				.formatted(encrypted);
			assertThat(input(this.wire.whole(whole(stored, CALL)).message())).isEqualTo(Wire.json("""
					[{"role":"user","content":"a"},%s]""".formatted(SENT_CALL)));
		}
	}

	@Test
	void thinkingThatLedToNothingIsLeftOutWithAWarning() {
		ChatResponse response = this.wire.whole("""
				{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[%s]}"""
			.formatted(REASONING));
		ChatRequest request = Wire.request(Message.user("a"), response.message(), Message.user("b"));
		assertThat(this.wire.body(request).path("input")).isEqualTo(Wire.json("""
				[{"role":"user","content":"a"},{"role":"user","content":"b"}]"""));
		assertThat(this.wire.call(request).warnings()).singleElement().asString().contains("thinking");
		assertThat(this.wire.call(Wire.request(Message.user("a"))).warnings()).isEmpty();
	}

	@Test
	void phaseOfAMessageIsKept() {
		String message = """
				{"id":"msg_1","type":"message","role":"assistant","status":"completed","phase":"commentary",
				"content":[{"type":"output_text","text":"I look.","annotations":[]}]}""";
		ChatResponse response = this.wire.whole(whole(message, CALL));
		assertThat(response.message().content()).first()
			.isEqualTo(new Content.Text("I look.", new ProviderData("openai-responses", "{\"phase\":\"commentary\"}")));
		assertThat(input(response.message()).path(1)).isEqualTo(Wire.json("""
				{"role":"assistant","content":[{"type":"output_text","text":"I look."}],"phase":"commentary"}"""));
		Message streamed = this.wire
			.stream("""
					{"type":"response.output_text.delta","output_index":0,"delta":"I look."}""",
					event("done", 0, message), completed())
			.response()
			.message();
		assertThat(streamed).isEqualTo(Message.of(Role.ASSISTANT, response.message().content().get(0)));
	}

	@Test
	void itemsOfToolsAtTheServiceGoBackUnchanged() {
		String search = """
				{"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"a","n":1.0}}""";
		String message = """
				{"type":"message","role":"assistant","content":[{"type":"output_text","text":"b"}]}""";
		ChatResponse response = this.wire.whole(whole(REASONING, search, message));
		assertThat(response.content()).isEqualTo("b");
		assertThat(response.toolCalls()).isEmpty();
		assertThat(input(response.message())).isEqualTo(Wire.json("""
				[{"role":"user","content":"a"},%s,%s,
				{"role":"assistant","content":[{"type":"output_text","text":"b"}]}]""".formatted(REASONING, search)));
	}

	@Test
	void otherFormatsDropWhatOnlyThisOneUnderstands() {
		ChatResponse response = this.wire.whole(whole(REASONING, CALL));
		Message result = Message.tool(Content.ToolResult.of(response.toolCalls().get(0), "18C"));
		assertThat(WireFormats.all().values()).filteredOn((format) -> !format.id().equals("openai-responses"))
			.hasSizeGreaterThan(2)
			.allSatisfy((format) -> assertThat(
					Wire.of(format).body(Message.user("a"), response.message(), result).toString())
				.contains("weather", "Rome", "18C")
				.doesNotContain("gAAA", "rs_1"));
	}

	private JsonNode input(Message... messages) {
		ChatRequest.Builder request = Wire.request(Message.user("a")).toBuilder();
		for (Message message : messages) {
			request.message(message);
		}
		return this.wire.body(request.build()).path("input");
	}

	private static String whole(String... items) {
		return "{\"id\":\"resp_1\",\"status\":\"completed\",\"output\":[" + String.join(",", items) + "]}";
	}

	private static String event(String what, int index, String item) {
		return "{\"type\":\"response.output_item." + what + "\",\"output_index\":" + index + ",\"item\":" + item + "}";
	}

	private static String completed() {
		return "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}";
	}

}
