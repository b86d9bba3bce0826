package io.github.llmspring.wire.openai;

import java.util.Map;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ReasoningDetailsTests {

	private static final String DETAILS = """
			[{"type":"reasoning.summary","summary":"Hm.","index":0,"format":"x"},
			{"type":"reasoning.encrypted","data":"c2ln+/==","id":"rs_1","index":0,"n":1.0},
			{"type":"reasoning.summary","summary":"So.","index":0}]""";

	private final Wire plain = Wire.of(new OpenAiChatFormat());

	private final Wire gateway = this.plain.with(Map.of("reasoning-details", true));

	private static String whole(String details) {
		return "{\"choices\":[{\"message\":{\"content\":\"Hi\",\"reasoning\":\"Hm.\",\"reasoning_details\":" + details
				+ "},\"finish_reason\":\"stop\"}]}";
	}

	private JsonNode replayed(Wire wire, ChatResponse response) {
		return wire.body(Message.user("a"), response.message()).path("messages").path(1);
	}

	@Test
	void detailsOfAWholeAnswerGoBackAsTheyCame() {
		ChatResponse response = this.gateway.whole(whole(DETAILS));
		assertThat(response.reasoning()).isEqualTo("Hm.");
		assertThat(response.content()).isEqualTo("Hi");
		JsonNode sent = replayed(this.gateway, response);
		assertThat(sent.path("reasoning_details")).isEqualTo(Wire.json(DETAILS));
		assertThat(sent.path("content").asString()).isEqualTo("Hi");
	}

	@Test
	void detailsWithoutVisibleThinkingAreKeptToo() {
		ChatResponse response = this.gateway.whole("""
				{"choices":[{"message":{"content":null,"reasoning_details":[{"type":"reasoning.encrypted","data":"x"}],
				"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");
		assertThat(response.reasoning()).isNull();
		assertThat(replayed(this.gateway, response).path("reasoning_details"))
			.isEqualTo(Wire.json("[{\"type\":\"reasoning.encrypted\",\"data\":\"x\"}]"));
	}

	@Test
	void piecesOfAStreamAreJoined() {
		Wire.Streamed streamed = this.gateway.stream(
				chunk("Let", "{\"type\":\"reasoning.text\",\"text\":\"Let\",\"index\":0,\"format\":null}"),
				chunk(" me", "{\"type\":\"reasoning.text\",\"text\":\" me\",\"index\":0,\"format\":\"y\"}"),
				chunk("", "{\"type\":\"reasoning.text\",\"signature\":\"c2ln\",\"text\":null,\"index\":0}"),
				chunk("", "{\"type\":\"reasoning.encrypted\",\"data\":\"a\",\"index\":0}"),
				chunk("", "{\"type\":\"reasoning.encrypted\",\"data\":\"b\",\"index\":0}"),
				chunk("x", "{\"type\":\"reasoning.text\",\"text\":\"x\",\"index\":1}"),
				"{\"choices\":[{\"delta\":{\"content\":\"Hi\",\"reasoning_details\":[]},\"finish_reason\":\"stop\"}]}");
		assertThat(streamed.response().message().content()).hasSize(2).endsWith(new Content.Text("Hi"));
		assertThat(replayed(this.gateway, streamed.response()).path("reasoning_details")).isEqualTo(Wire.json("""
				[{"type":"reasoning.text","text":"Let me","index":0,"format":"y","signature":"c2ln"},
				{"type":"reasoning.encrypted","data":"a","index":0},{"type":"reasoning.encrypted","data":"b","index":0},
				{"type":"reasoning.text","text":"x","index":1}]"""));
	}

	private static String chunk(String reasoning, String detail) {
		return "{\"choices\":[{\"delta\":{\"reasoning\":\"" + reasoning + "\",\"reasoning_details\":[" + detail
				+ "]}}]}";
	}

	@Test
	void otherServicesGetTheTextAloneAndWantNoDetails() {
		ChatResponse response = this.gateway.whole(whole(DETAILS));
		assertThat(replayed(this.plain, response)).isEqualTo(Wire.json("{\"role\":\"assistant\",\"content\":\"Hi\"}"));
		Wire other = this.plain.with(Map.of("reasoning-replay-field", "reasoning_content"));
		assertThat(replayed(other, response))
			.isEqualTo(Wire.json("{\"role\":\"assistant\",\"content\":\"Hi\",\"reasoning_content\":\"Hm.\"}"));
		assertThat(this.plain.whole(whole(DETAILS)).message().content()).containsExactly(new Content.Reasoning("Hm."),
				new Content.Text("Hi"));
		assertThat(this.gateway.body(Message.assistant("Hi")).findValue("reasoning_details")).isNull();
	}

}
