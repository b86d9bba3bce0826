package io.github.llmspring.wire.anthropic;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.FinishReason;
import io.github.llmspring.SafetyRating;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnthropicDetailsTests {

	private final Wire wire = Wire.of(new AnthropicFormat());

	private static String block(int index) {
		return "{\"type\":\"content_block_start\",\"index\":" + index
				+ ",\"content_block\":{\"citations\":[],\"type\":\"text\",\"text\":\"\"}}";
	}

	private static String delta(int index, String delta) {
		return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":{" + delta + "}}";
	}

	@Test
	void citationOfAWholeAnswerIsAtItsBlock() {
		ChatResponse response = this.wire
			.whole("""
					{"content":[{"type":"text","text":"See: "},
					{"citations":[{"type":"page_location","cited_text":"Words.","document_index":0,"document_title":"Report",
					"start_page_number":5,"end_page_number":7,"file_id":null}],"type":"text","text":"It is so"},
					{"type":"text","text":" and so","citations":[{"type":"search_result_location","source":"notes/1","title":"N",
					"cited_text":"So.","search_result_index":0},{"type":"new_location"}]}],"stop_reason":"end_turn"}""");
		assertThat(response.citations()).containsExactly(
				new Citation(null, "Report", "0", "Words.", new Citation.Range(5, 7), new Citation.Range(5, 13)),
				new Citation(null, "N", "notes/1", "So.", null, new Citation.Range(13, 20)));
	}

	@Test
	void citationOfAStreamIsAtItsBlockWhetherItComesBeforeOrAfterTheText() {
		String page = """
				"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://a.example",
				"title":"A","encrypted_index":"x","cited_text":"Words."}""";
		String document = """
				"type":"citations_delta","citation":{"type":"char_location","document_index":1,"document_title":null,
				"file_id":"file_1","cited_text":"More.","start_char_index":0,"end_char_index":5}""";
		ChatResponse response = this.wire
			.stream(block(0), delta(0, "\"type\":\"text_delta\",\"text\":\"First. \""), block(1), delta(1, page),
					delta(1, "\"type\":\"text_delta\",\"text\":\"It is\""),
					delta(1, "\"type\":\"text_delta\",\"text\":\" so.\""), delta(1, document),
					"{\"type\":\"message_stop\"}")
			.response();
		Citation.Range range = new Citation.Range(7, 16);
		assertThat(response.citations()).containsExactly(
				new Citation("https://a.example", "A", null, "Words.", null, range),
				new Citation(null, null, "file_1", "More.", null, range));
		assertThat(range.of(response.content())).isEqualTo("It is so.");
	}

	@Test
	void refusalHasItsExplanationAndCategory() {
		ChatResponse response = this.wire
			.stream("""
					{"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"type":"refusal","category":"cyber",
					"explanation":"This may help an attack."}}}""",
					"{\"type\":\"message_stop\"}")
			.response();
		assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
		assertThat(response.refusal()).isEqualTo("This may help an attack.");
		assertThat(response.safety()).containsExactly(new SafetyRating("cyber", null, true, false));
	}

	@Test
	void explanationThatComesAgainCountsOnce() {
		String frame = """
				{"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"type":"refusal",
				"explanation":"Not this."}},"usage":{"output_tokens":1}}""";
		ChatResponse response = this.wire.stream(frame, frame, "{\"type\":\"message_stop\"}").response();
		assertThat(response.refusal()).isEqualTo("Not this.");
		assertThat(response.warnings()).hasSize(1);
	}

	@Test
	void refusalWithoutAWordIsEmptyAndNotAbsent() {
		ChatResponse response = this.wire.whole("""
				{"content":[{"type":"text","text":"Well"}],"stop_reason":"refusal","stop_details":null}""");
		assertThat(response.refusal()).isEmpty();
		assertThat(this.wire.whole("""
				{"content":[{"type":"text","text":"Well","citations":null}],"stop_reason":"end_turn"}""").refusal())
			.isNull();
	}

	@Test
	void logProbabilitiesAreLeftOutWithAWarning() {
		ChatOptions options = ChatOptions.builder().logProbabilities(1).build();
		assertThat(this.wire.body(options)).isEqualTo(this.wire.body(ChatOptions.NONE));
		assertThat(this.wire.warnings(options))
			.containsExactly("The option 'log-probabilities' was left out: m does not take it.");
	}

}
