package io.github.llmspring.wire.bedrock;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConverseCitationTests {

	private final Wire wire = Wire.of(new BedrockConverseFormat());

	private static String delta(int index, String delta) {
		return "{\"contentBlockIndex\":" + index + ",\"delta\":{" + delta + "},\"p\":\"abcdef\"}";
	}

	private static String cited(String citation) {
		return "{\"output\":{\"message\":{\"content\":[{\"citationsContent\":{\"citations\":[" + citation
				+ "],\"content\":[{\"text\":\"It is so.\"}]}}]}},\"stopReason\":\"end_turn\"}";
	}

	@Test
	void citationOfAWholeAnswerIsAtItsBlock() {
		ChatResponse response = this.wire
			.whole("""
					{"output":{"message":{"content":[{"text":"See: "},{"citationsContent":{"content":[{"text":"It is "},{"text":"so"}],
					"citations":[{"title":"Report","sourceContent":[{"text":"Words"},{"text":" of it."}],
					"location":{"documentPage":{"documentIndex":0,"start":5,"end":7}}},
					{"title":"N","location":{"documentChar":{"documentIndex":1,"start":0,"end":3}}}]}},{"text":"."}]}},
					"stopReason":"end_turn"}""");
		assertThat(response.content()).isEqualTo("See: It is so.");
		assertThat(response.citations()).containsExactly(
				new Citation(null, "Report", "0", "Words of it.", new Citation.Range(5, 7), new Citation.Range(5, 13)),
				new Citation(null, "N", "1", null, null, new Citation.Range(5, 13)));
	}

	@Test
	void citationOfAStreamIsAtItsBlockWhetherItComesBeforeOrAfterTheText() {
		String before = "\"citation\":{\"title\":\"A\",\"location\":{\"documentChunk\":{\"documentIndex\":0,\"start\":0,\"end\":1}}}";
		String after = "\"citation\":{\"title\":\"B\",\"sourceContent\":[{\"text\":\"More.\"}]}";
		ChatResponse response = this.wire
			.stream(delta(0, "\"text\":\"First. \""), delta(1, before), delta(1, "\"text\":\"It is\""),
					delta(1, "\"text\":\" so.\""), delta(1, after), "{\"stopReason\":\"end_turn\"}")
			.response();
		Citation.Range range = new Citation.Range(7, 16);
		assertThat(response.citations()).containsExactly(new Citation(null, "A", "0", null, null, range),
				new Citation(null, "B", null, "More.", null, range));
		assertThat(range.of(response.content())).isEqualTo("It is so.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", value = {
			"{\"location\":{\"web\":{\"url\":\"https://a.example\",\"domain\":\"a.example\"}}} | https://a.example | -",
			"{\"source\":\"https://b.example\",\"location\":{\"searchResultLocation\":{\"searchResultIndex\":2}}} | https://b.example | 2",
			"{\"source\":\"notes/1\",\"location\":{\"searchResultLocation\":{\"searchResultIndex\":2}}} | - | notes/1",
			"{\"source\":\"notes/1\",\"location\":{\"web\":{\"url\":\"https://a.example\"}}} | https://a.example | notes/1" })
	void sourceIsAnAddressOrWhatTheRequestCalledIt(String citation, String url, String document) {
		assertThat(this.wire.whole(cited(citation)).citations())
			.containsExactly(new Citation(url, null, document, null, null, new Citation.Range(0, 9)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{}", "null", "\"a\"", "{\"location\":null,\"sourceContent\":7}" })
	void citationThatTellsNothingIsLeftOut(String citation) {
		ChatResponse response = this.wire.whole(cited(citation));
		assertThat(response.content()).isEqualTo("It is so.");
		assertThat(response.citations()).isEmpty();
	}

}
