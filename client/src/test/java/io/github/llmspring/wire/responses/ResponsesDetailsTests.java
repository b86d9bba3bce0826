package io.github.llmspring.wire.responses;

import java.util.List;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.SafetyRating;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ResponsesDetailsTests {

	private static final String PAGE = """
			{"type":"url_citation","url":"https://a.example","title":"A","start_index":1,"end_index":3}""";

	private static final String COMPLETED = """
			{"type":"response.completed","response":{"status":"completed","output":[]}}""";

	private final Wire wire = Wire.of(new OpenAiResponsesFormat());

	private static String done(int index, String parts) {
		return "{\"type\":\"response.output_item.done\",\"output_index\":" + index
				+ ",\"item\":{\"type\":\"message\",\"content\":[" + parts + "]}}";
	}

	private static String delta(String kind, int index, String text, String fields) {
		return "{\"type\":\"response." + kind + ".delta\",\"output_index\":" + index
				+ ",\"content_index\":0,\"delta\":\"" + text + "\"" + fields + "}";
	}

	@Test
	void citationsCountFromTheBeginningOfTheirPart() {
		ChatResponse response = this.wire
			.whole("""
					{"status":"completed","output":[
					{"type":"message","content":[{"type":"output_text","text":"Look: "}]},
					{"content":[{"type":"output_text","text":"🙂🙂."},{"annotations":[%s,{"type":"file_citation","file_id":"f1",
					"filename":"ai.pdf","index":2},{"type":"file_path","file_id":"f2"}],"type":"output_text","text":"[A]"}],
					"type":"message"}]}"""
				.formatted(PAGE));
		assertThat(response.content()).isEqualTo("Look: 🙂🙂.[A]");
		assertThat(response.citations()).containsExactly(
				Citation.ofPage("https://a.example", "A", null).at(new Citation.Range(12, 14)),
				new Citation(null, "ai.pdf", "f1", null, null, new Citation.Range(13, 13)));
		assertThat(response.citations().get(0).range().of(response.content())).isEqualTo("A]");
	}

	@Test
	void citationOfAStreamIsThereOnceAndCountsFromTheBeginningOfItsItem() {
		ChatResponse response = this.wire
			.stream(delta("output_text", 0, "Look: ", ""), delta("output_text", 1, "[A]", ""),
					"""
							{"annotation":%s,"output_index":1,"content_index":0,"type":"response.output_text.annotation.added"}"""
						.formatted(PAGE),
					done(1, "{\"type\":\"output_text\",\"text\":\"[A]\",\"annotations\":[" + PAGE + "]}"), COMPLETED)
			.response();
		assertThat(response.citations())
			.containsExactly(Citation.ofPage("https://a.example", "A", null).at(new Citation.Range(7, 9)));
	}

	@Test
	void citationIsKeptWhereTheItemDoesNotRepeatIt() {
		ChatResponse response = this.wire
			.stream(delta("output_text", 0, "[A]", ""),
					"""
							{"type":"response.output_text.annotation.added","output_index":0,"annotation":%s}"""
						.formatted(PAGE),
					done(0, "{\"type\":\"output_text\",\"text\":\"[A]\"}"), COMPLETED)
			.response();
		assertThat(response.citations()).hasSize(1);
	}

	@Test
	void refusalIsReadOnce() {
		String refusal = "{\"type\":\"refusal\",\"refusal\":\"I cannot.\"}";
		ChatResponse streamed = this.wire
			.stream(delta("refusal", 0, "I can", ""), delta("refusal", 0, "not.", ""), done(0, refusal), COMPLETED)
			.response();
		assertThat(streamed.refusal()).isEqualTo("I cannot.");
		assertThat(streamed.content()).isEqualTo("I cannot.");
		ChatResponse whole = this.wire.whole("{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":["
				+ "{\"type\":\"output_text\",\"text\":\"Hm. \"}," + refusal + "]}]}");
		assertThat(whole.refusal()).isEqualTo("I cannot.");
		assertThat(whole.content()).isEqualTo("Hm. I cannot.");
	}

	@Test
	void contentFiltersAreRatingsOfPromptAndAnswer() {
		ChatResponse response = this.wire
			.whole("""
					{"status":"completed","output":[],"content_filters":[
					{"blocked":false,"content_filter_results":{"hate":{"filtered":false,"severity":"low"}},"source_type":"prompt"},
					{"source_type":"completion","content_filter_results":{"hate":{"filtered":true,"severity":"high"}}},7]}""");
		assertThat(response.safety()).containsExactly(new SafetyRating("hate", "low", false, true),
				new SafetyRating("hate", "high", true, false));
	}

	@Test
	void logProbabilitiesOfPiecesAreNotReadAgainFromTheItem() {
		String token = "\"logprobs\":[{\"token\":\"Hi\",\"logprob\":-0.5,\"bytes\":[72,105],\"top_logprobs\":[]}]";
		String part = "{\"type\":\"output_text\",\"text\":\"Hi\"," + token + "}";
		List<TokenLogProbability> expected = List
			.of(new TokenLogProbability("Hi", -0.5, new byte[] { 72, 105 }, List.of()));
		assertThat(this.wire
			.stream(delta("output_text", 0, "Hi", "," + token), """
					{"type":"response.output_text.done","output_index":0,"text":"Hi",%s}""".formatted(token),
					done(0, part), COMPLETED)
			.response()
			.logProbabilities()).isEqualTo(expected);
		assertThat(this.wire.stream(delta("output_text", 0, "Hi", ",\"logprobs\":[]"), done(0, part), COMPLETED)
			.response()
			.logProbabilities()).isEqualTo(expected);
	}

	@Test
	void logProbabilitiesAreAskedFor() {
		JsonNode body = this.wire.body(ChatOptions.builder().logProbabilities(2).build());
		assertThat(body.path("top_logprobs").asInt()).isEqualTo(2);
		assertThat(body.path("include").values()).map(JsonNode::asString)
			.containsExactly("message.output_text.logprobs");
	}

}
