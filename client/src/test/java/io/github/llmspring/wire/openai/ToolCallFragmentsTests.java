package io.github.llmspring.wire.openai;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.Content.ToolCall;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ToolCallFragmentsTests {

	private final Wire wire = Wire.of(new OpenAiChatFormat());

	private List<ToolCall> streamed(String... fragments) {
		return stream(fragments).response().toolCalls();
	}

	private Wire.Streamed stream(String... fragments) {
		List<String> frames = new ArrayList<>();
		for (String fragment : fragments) {
			frames.add("{\"choices\":[{\"delta\":{\"tool_calls\":[" + fragment.replace('\'', '"') + "]}}]}");
		}
		frames.add("{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");
		return this.wire.stream(frames.toArray(String[]::new));
	}

	private List<ToolCall> whole(String calls) {
		return this.wire.whole("{\"choices\":[{\"message\":{\"tool_calls\":[" + calls.replace('\'', '"') + "]}}]}")
			.toolCalls();
	}

	@Test
	void fragmentsBelongToTheCallOfTheirIndex() {
		Wire.Streamed streamed = stream(
				"{'index':0,'id':'call_a','type':'function','function':{'name':'f','arguments':''}}",
				"{'index':0,'function':{'arguments':'{\\'x\\':'}}".replace("\\'", "\\\""),
				"{'index':1,'id':'call_b','function':{'name':'g','arguments':''}}",
				"{'index':0,'function':{'arguments':'1}'}},{'index':1,'function':{'arguments':'{}'}}");
		assertThat(streamed.response().toolCalls()).containsExactly(new ToolCall("call_a", "f", "{\"x\":1}"),
				new ToolCall("call_b", "g", "{}"));
		assertThat(streamed.events()).containsExactly(new ChatEvent.ToolCallDelta(0, "call_a", "f", ""),
				new ChatEvent.ToolCallDelta(0, null, null, "{\"x\":"),
				new ChatEvent.ToolCallDelta(1, "call_b", "g", ""), new ChatEvent.ToolCallDelta(0, null, null, "1}"),
				new ChatEvent.ToolCallDelta(1, null, null, "{}"));
	}

	@Test
	void idRepeatedInEveryFragmentIsOneCall() {
		assertThat(streamed("{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}",
				"{'index':0,'id':'a','function':{'name':'f','arguments':'}'}}"))
			.containsExactly(new ToolCall("a", "f", "{}"));
	}

	@Test
	void newIdUnderTheSameIndexIsAnotherCall() {
		assertThat(streamed("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}",
				"{'index':0,'id':'b','function':{'name':'f','arguments':'{'}}",
				"{'index':0,'function':{'arguments':'}'}}"))
			.containsExactly(new ToolCall("a", "f", "{}"), new ToolCall("b", "f", "{}"));
	}

	@Test
	void fragmentsWithoutIndexBelongToTheirIdOrToTheLastCall() {
		assertThat(streamed("{'id':'a','function':{'name':'f','arguments':''}}", "{'function':{'arguments':'{'}}",
				"{'id':'b','function':{'name':'g','arguments':''}}", "{'function':{'arguments':'{}'}}",
				"{'id':'a','function':{'arguments':'}'}}"))
			.containsExactly(new ToolCall("a", "f", "{}"), new ToolCall("b", "g", "{}"));
	}

	@Test
	void emptyIdsUnderTheSameIndexAreSeveralCalls() {
		assertThat(streamed("{'index':0,'id':'','function':{'name':'f','arguments':'{}'}}",
				"{'index':0,'id':'','function':{'name':'f','arguments':'{}'}}",
				"{'index':0,'id':'','function':{'name':'g','arguments':'{}'}}"))
			.containsExactly(new ToolCall("call_0", "f", "{}"), new ToolCall("call_1", "f", "{}"),
					new ToolCall("call_2", "g", "{}"));
	}

	@Test
	void argumentsThatLookCompleteMayGoOn() {
		assertThat(streamed("{'index':0,'function':{'name':'f','arguments':'{\\\"a\\\":{\\\"b\\\":1}'}}",
				"{'index':0,'function':{'name':'f','arguments':',\\\"c\\\":{}'}}",
				"{'index':0,'function':{'name':'f','arguments':'}'}}"))
			.containsExactly(new ToolCall("call_0", "f", "{\"a\":{\"b\":1},\"c\":{}}"));
		assertThat(streamed("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}",
				"{'index':0,'function':{'arguments':' '}}"))
			.containsExactly(new ToolCall("a", "f", "{} "));
	}

	@Test
	void firstNameCounts() {
		assertThat(streamed("{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}",
				"{'index':0,'id':'a','function':{'name':'','arguments':'}'}}",
				"{'index':0,'id':'a','function':{'name':null,'arguments':null}}"))
			.containsExactly(new ToolCall("a", "f", "{}"));
	}

	@Test
	void argumentsMayBeMissingOrAnObject() {
		assertThat(streamed("{'index':0,'id':'a','function':{'name':'f'}}",
				"{'index':1,'id':'b','function':{'name':'g','arguments':{'x':[1.0]}}}",
				"{'index':2,'id':'c','function':{'name':'h','arguments':''}}"))
			.containsExactly(new ToolCall("a", "f", "{}"), new ToolCall("b", "g", "{\"x\":[1.0]}"),
					new ToolCall("c", "h", "{}"));
	}

	@Test
	void oddFragmentsAreSurvived() {
		assertThat(streamed("null", "{'index':'0','id':null,'function':null,'custom':{'a':1}}")).hasSize(1);
	}

	@Test
	void everyEntryOfAWholeAnswerIsACall() {
		assertThat(whole("{'id':'','function':{'name':'f','arguments':''}},{'function':{'name':'f'}},"
				+ "{'id':'a','function':{'name':'g','arguments':'{}'}},{'id':'a','function':{'name':'g'}}"))
			.containsExactly(new ToolCall("call_0", "f", "{}"), new ToolCall("call_1", "f", "{}"),
					new ToolCall("a", "g", "{}"), new ToolCall("a", "g", "{}"));
	}

}
